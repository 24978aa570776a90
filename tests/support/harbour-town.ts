import type { TestExtract, TestNode, TestWay } from "./extract-writer.ts";

/*
 * A town that nobody lives in: Market Street goes north, Harbour Street along the shore and on beyond the edge, the sea
 * is in the south. There is a lake with an island, a house with a courtyard, a park, a pharmacy and two addresses. About
 * 1.3 by 1.1 km.
 */

const [WEST, SOUTH, EAST, NORTH] = [10, 55, 10.02, 55.01] as const;
/** In hundredths of the town's width and height, from its south-west corner. */
const at = (x: number, y: number): [number, number] => [
  WEST + ((EAST - WEST) * x) / 100,
  SOUTH + ((NORTH - SOUTH) * y) / 100,
];

const nodes: TestNode[] = [];
const ways: TestWay[] = [];

function node(x: number, y: number, tags?: Record<string, string>): number {
  nodes.push({ id: nodes.length + 1, at: at(x, y), tags });
  return nodes.length;
}

function way(corners: number[], tags: Record<string, string>): number {
  ways.push({ id: 100 + ways.length, nodes: corners, tags });
  return 99 + ways.length;
}

function rectangle(x: number, y: number, width: number, height: number): number[] {
  const corners = [node(x, y), node(x + width, y), node(x + width, y + height), node(x, y + height)];
  return [...corners, corners[0] ?? 0];
}

const crossing = node(50, 30);
const street = { highway: "residential", name: "Harbour Street" };
way([node(2, 30), node(25, 31), crossing], street);
way([crossing, node(75, 31), node(110, 31)], street);
way([crossing, node(50, 60), node(50, 98)], { highway: "primary", name: "Market Street" });
way([node(20, 50), node(30, 55)], { highway: "footway" });
// The water lies on the right of who follows the coast, so it is followed to the east.
way([node(-20, 20), node(20, 20), node(40, 18)], { natural: "coastline" });
way([nodes.length, node(60, 22), node(120, 20)], { natural: "coastline" });
way(rectangle(60, 70, 12, 10), { leisure: "park", name: "Town Park" });
way(rectangle(30, 36, 4, 4), {
  building: "yes",
  "addr:street": "Harbour Street",
  "addr:housenumber": "5",
  "addr:city": "Harbour Town",
});
const lake = [way(rectangle(70, 45, 20, 20), {}), way(rectangle(76, 51, 6, 6), {})];
const courtyard = [way(rectangle(10, 70, 12, 12), {}), way(rectangle(14, 74, 4, 4), {})];
node(52, 40, {
  amenity: "pharmacy",
  name: "Anchor Pharmacy",
  "addr:street": "Market Street",
  "addr:housenumber": "12",
  "addr:city": "Harbour Town",
});
node(45, 50, { place: "town", name: "Harbour Town" });

const outline = ([outer = 0, inner = 0]: number[]) => [
  { ref: outer, role: "outer" },
  { ref: inner, role: "inner" },
];

export const HARBOUR_TOWN: TestExtract & { bounds: readonly [number, number, number, number] } = {
  bounds: [WEST, SOUTH, EAST, NORTH],
  replicatedAt: Date.UTC(2026, 10, 1) / 1_000,
  nodes,
  ways,
  relations: [
    { id: 1, members: outline(lake), tags: { type: "multipolygon", natural: "water", name: "Mirror Lake" } },
    { id: 2, members: outline(courtyard), tags: { type: "multipolygon", building: "yes" } },
  ],
};
