import type { BoundingBox } from "../../../../shared/geo.ts";
import type { OsmElement } from "../extract/block-parts.ts";
import { Shapes } from "../extract/shapes.ts";
import { type Drawn, drawnArea, drawnLine, drawnPoint } from "./layers.ts";

/** What is to be drawn of an extract, with its shapes still as nodes and ways. */
export type Sketch = {
  bounds: BoundingBox;
  shapes: Shapes;
  points: { node: number; drawn: Drawn[] }[];
  lines: { way: number; drawn: Drawn }[];
  /** Outlines of one way each. */
  areas: { way: number; drawn: Drawn[] }[];
  /** Outlines of several ways; `isCut` when the extract lacks some of them. */
  relations: { ways: { way: number; isInner: boolean }[]; drawn: Drawn[]; name: string; isCut: boolean }[];
  coastline: number[];
};

type Unfinished = Omit<Sketch, "bounds">;

/** Collects what is to be drawn from the elements of an extract, which come nodes first, relations last. */
export function createSketchCollector() {
  const found: Unfinished = {
    shapes: new Shapes(),
    points: [],
    lines: [],
    areas: [],
    relations: [],
    coastline: [],
  };
  return {
    add(element: OsmElement): void {
      if (element.type === "node") addNode(found, element);
      else if (element.type === "way") addWay(found, element);
      else addRelation(found, element);
    },
    /** Where the nodes lie that were added. */
    nodes: found.shapes,
    within: (bounds: BoundingBox): Sketch => ({ ...found, bounds }),
  };
}

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
  const isClosed = nodes.length > 3 && nodes[0] === nodes.at(-1);
  const areas = isClosed ? drawnArea(tags) : [];
  if (areas.length > 0) sketch.areas.push({ way, drawn: areas });
  const line = isClosed && tags.area === "yes" ? null : drawnLine(tags);
  if (line) sketch.lines.push({ way, drawn: line });
}

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
