import type { Point } from "../../../../../../shared/geo.ts";
import type { Tags } from "../../../extract/block-parts.ts";
import { groundMeters } from "../graph/ground-distance.ts";
import { DEGREES_PER_UNIT } from "../graph/street-graph.ts";
import type { StreetNetwork, Way } from "./street-network.ts";

/** A part of a way between two nodes at which something may happen. */
export type Edge = {
  way: Way;
  /** Node ids. */
  from: number;
  to: number;
  vertices: readonly Point[];
  centimeters: number;
};

type Cut = {
  edges: Edge[];
  /** Ways that name nodes which the extract lacks; they end at the gap, for across it nobody knows the way. */
  waysWithGaps: number;
};

/**
 * Cuts ways into edges: where ways meet, where something happens at a node, and at gaps. Vertices are rounded to what
 * the graph keeps, so that lengths are those of the lines that are drawn.
 */
export function cutIntoEdges({ points, nodeTags }: StreetNetwork, ways: readonly Way[]): Cut {
  let waysWithGaps = 0;
  const chains: { way: Way; nodes: number[] }[] = [];
  for (const way of ways) {
    if (way.nodes.some(id => !points.has(id))) waysWithGaps += 1;
    for (const nodes of knownChains(way, points)) chains.push({ way, nodes });
  }
  const uses = new Map<number, number>();
  for (const { nodes } of chains) for (const id of nodes) uses.set(id, (uses.get(id) ?? 0) + 1);
  const isCut = (id: number) => (uses.get(id) ?? 0) > 1 || matters(nodeTags.get(id));

  const edges = chains.flatMap(({ way, nodes }) => {
    const parts: Edge[] = [];
    let begin = 0;
    for (let end = 1; end < nodes.length; end++) {
      if (end < nodes.length - 1 && !isCut(nodes[end] as number)) continue;
      const vertices = nodes.slice(begin, end + 1).map(id => rounded(points.get(id) as Point));
      const from = nodes[begin] as number;
      const to = nodes[end] as number;
      parts.push({ way, from, to, vertices, centimeters: lengthOf(vertices) });
      begin = end;
    }
    return parts;
  });
  return { edges, waysWithGaps };
}

/** Signs, barriers and lights stop traffic; a crossing for people on foot, a bus stop or a lamp do not. */
const matters = (tags: Tags | undefined) =>
  tags !== undefined &&
  (Boolean(tags.barrier) || /^(traffic_signals|stop|give_way)$/.test(tags.highway ?? ""));

function knownChains({ nodes }: Way, points: StreetNetwork["points"]): number[][] {
  const chains: number[][] = [];
  let chain: number[] = [];
  for (const id of nodes) {
    if (!points.has(id)) {
      chains.push(chain);
      chain = [];
    } else if (chain.at(-1) !== id) chain.push(id);
  }
  return [...chains, chain].filter(({ length }) => length > 1);
}

const rounded = ({ latitude, longitude }: Point): Point => ({
  latitude: Math.round(latitude / DEGREES_PER_UNIT) * DEGREES_PER_UNIT,
  longitude: Math.round(longitude / DEGREES_PER_UNIT) * DEGREES_PER_UNIT,
});

function lengthOf(vertices: readonly Point[]): number {
  let meters = 0;
  for (let index = 1; index < vertices.length; index++)
    meters += groundMeters(vertices[index - 1] as Point, vertices[index] as Point);
  return Math.max(1, Math.round(meters * 100));
}
