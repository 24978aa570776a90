import { type BoundingBox, distanceMeters, isInside, type Point } from "../../../../shared/geo.ts";
import type { Shapes } from "../extract/shapes.ts";
import type { Sketch } from "./sketch.ts";

export type Survey = {
  /** Streets that cars may use, within the bounds. */
  streetKm: number;
  /** Stretches from one junction to the next, both ways, of all that can be driven or ridden on: what a router holds. */
  edges: number;
};

/** Measures the streets of an extract. */
export function surveyStreets({ bounds, shapes, streets }: Sketch): Survey {
  const uses = new Uint8Array(shapes.nodeCount);
  const lines = streets.flatMap(({ way, isForCars }) =>
    shapes.stretchesOf(way).map(nodes => ({ nodes, isForCars })),
  );
  for (const { nodes } of lines) for (const node of nodes) uses[node] = Math.min(2, (uses[node] ?? 0) + 1);
  let [streetMeters, stretches] = [0, 0];
  for (const { nodes, isForCars } of lines) {
    // Parted at every node on the way that another street passes through.
    stretches += 1 + nodes.slice(1, -1).filter(node => uses[node] === 2).length;
    if (isForCars) streetMeters += metersWithin(bounds, shapes, nodes);
  }
  return { streetKm: streetMeters / 1_000, edges: stretches * 2 };
}

function metersWithin(bounds: BoundingBox, shapes: Shapes, nodes: readonly number[]): number {
  let meters = 0;
  let previous: Point | undefined;
  for (const node of nodes) {
    const [longitude, latitude] = shapes.position(node);
    const point = { latitude, longitude };
    if (previous && isInside(bounds, point)) meters += distanceMeters(previous, point);
    previous = point;
  }
  return meters;
}
