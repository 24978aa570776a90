import type { BoundingBox } from "../../../../shared/geo.ts";
import type { OsmElement, Tags } from "../extract/block-parts.ts";
import { extractProblem } from "../extract/extract-problem.ts";
import { readElements } from "../extract/read-elements.ts";
import { Shapes } from "../extract/shapes.ts";
import { type Drawn, drawnArea, drawnLine, drawnPoint } from "./layers.ts";

/** What is to be drawn of an extract, with its shapes still as nodes and ways. */
export type Sketch = {
  bounds: BoundingBox;
  /** The state of the data; null when the file does not tell. */
  dataDate: Date | null;
  shapes: Shapes;
  points: { node: number; drawn: Drawn[] }[];
  lines: { way: number; drawn: Drawn }[];
  /** Outlines of one way each. */
  areas: { way: number; drawn: Drawn[] }[];
  /** Outlines of several ways; `isCut` when the extract lacks some of them. */
  relations: { ways: { way: number; isInner: boolean }[]; drawn: Drawn[]; name: string; isCut: boolean }[];
  coastline: number[];
  /** Somebody may drive somewhere in it. */
  hasStreets: boolean;
};

const FOR_CARS =
  /^(motorway|trunk|primary|secondary|tertiary)(_link)?$|^(residential|unclassified|living_street|road|service)$/;
const CLOSED = /^(no|private)$/;

/** Reads an extract once. Throws StartupProblem when it is broken, or holds no streets. */
export function readSketch(path: string, onProgress?: (fraction: number) => void): Sketch {
  const sketch: Omit<Sketch, "bounds" | "dataDate"> = {
    shapes: new Shapes(),
    points: [],
    lines: [],
    areas: [],
    relations: [],
    coastline: [],
    hasStreets: false,
  };
  const handle = (element: OsmElement) => {
    if (element.type === "node") addNode(sketch, element);
    else if (element.type === "way") addWay(sketch, element);
    else addRelation(sketch, element);
  };
  const { bounds, dataDate } = readElements(path, { handle, onProgress });
  const area = bounds ?? sketch.shapes.bounds();
  if (!area || !sketch.hasStreets) throw extractProblem(path, "nothing");
  return { ...sketch, bounds: area, dataDate };
}

type Unfinished = Omit<Sketch, "bounds" | "dataDate">;
type Element<Type> = Extract<OsmElement, { type: Type }>;

function addNode({ shapes, points }: Unfinished, { id, lon, lat, tags }: Element<"node">): void {
  shapes.addNode(id, lon, lat);
  const drawn = tags ? drawnPoint(tags) : [];
  if (drawn.length > 0) points.push({ node: shapes.nodeCount - 1, drawn });
}

function addWay(sketch: Unfinished, { id, nodes, tags }: Element<"way">): void {
  // All are kept, for a relation that comes later may be made of ways that are nothing by themselves.
  const way = sketch.shapes.addWay(id, nodes);
  if (!tags) return;
  if (tags.natural === "coastline") sketch.coastline.push(way);
  sketch.hasStreets ||= canCarsUse(tags);
  const isClosed = nodes.length > 3 && nodes[0] === nodes.at(-1);
  const areas = isClosed ? drawnArea(tags) : [];
  if (areas.length > 0) sketch.areas.push({ way, drawn: areas });
  const line = isClosed && tags.area === "yes" ? null : drawnLine(tags);
  if (line) sketch.lines.push({ way, drawn: line });
}

const canCarsUse = (tags: Tags) =>
  FOR_CARS.test(tags.highway ?? "") &&
  !CLOSED.test(tags.motorcar ?? tags.motor_vehicle ?? tags.vehicle ?? tags.access ?? "");

function addRelation({ shapes, relations }: Unfinished, { members, tags }: Element<"relation">): void {
  if (tags?.type !== "multipolygon") return;
  const drawn = drawnArea(tags);
  if (drawn.length === 0) return;
  const outline = members.filter(member => member.type === "way");
  const ways = outline.flatMap(({ ref, role }) => {
    const way = shapes.findWay(ref);
    return way === undefined ? [] : [{ way, isInner: role === "inner" }];
  });
  relations.push({ ways, drawn, name: tags.name ?? "", isCut: ways.length < outline.length });
}
