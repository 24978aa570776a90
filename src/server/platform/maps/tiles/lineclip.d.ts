declare module "lineclip" {
  type Position = [x: number, y: number];
  type Box = readonly [minX: number, minY: number, maxX: number, maxY: number];
  /** The parts of a line inside the box, in order (Cohen and Sutherland). */
  export function clipPolyline(points: readonly Position[], box: Box): Position[][];
  /** A ring within the box (Sutherland and Hodgman); empty when it lies outside. Parts may hang together by the edge. */
  export function clipPolygon(points: readonly Position[], box: Box): Position[];
}
