import { edgeOf, isAgainst } from "../graph/street-graph.ts";
import type { Edge } from "./edges.ts";

/** Which arcs begin and end where. */
export type Crossings = {
  /** Node ids. */
  tailOf(arc: number): number;
  headOf(arc: number): number;
  /** Arcs that begin at a node, in the order of the edges. */
  leaving(node: number): readonly number[];
  arcsOfWay(wayId: number): readonly number[];
};

export function crossingsOf(edges: readonly Edge[]): Crossings {
  const leaving = new Map<number, number[]>();
  const ofWay = new Map<number, number[]>();
  const add = (lists: Map<number, number[]>, key: number, arc: number) => {
    const list = lists.get(key);
    if (list) list.push(arc);
    else lists.set(key, [arc]);
  };
  edges.forEach(({ way, from, to }, edge) => {
    add(leaving, from, 2 * edge);
    add(leaving, to, 2 * edge + 1);
    add(ofWay, way.id, 2 * edge);
    add(ofWay, way.id, 2 * edge + 1);
  });
  const edgeAt = (arc: number) => edges[edgeOf(arc)] as Edge;
  return {
    tailOf: arc => (isAgainst(arc) ? edgeAt(arc).to : edgeAt(arc).from),
    headOf: arc => (isAgainst(arc) ? edgeAt(arc).from : edgeAt(arc).to),
    leaving: node => leaving.get(node) ?? [],
    arcsOfWay: wayId => ofWay.get(wayId) ?? [],
  };
}
