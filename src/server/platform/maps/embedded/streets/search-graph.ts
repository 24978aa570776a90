import { metersPerDegree } from "./ground-distance.ts";
import { DEGREES_PER_UNIT, edgeOf, isAgainst, type StreetGraph, type TurnGraph } from "./street-graph.ts";
import { pointOf, type StreetPlace } from "./street-lines.ts";

/** What a search of one vehicle needs to know of the streets. */
export type SearchGraph = {
  turns: TurnGraph;
  /** Of each edge. */
  centimeters: Uint32Array;
  /** Of each arc, its plain state; NO_STATE when the vehicle does not use it. */
  stateOfArc: Uint32Array;
  /** Weight that is left at the end of a state's arc, estimated: never more than it is. */
  estimateTo(target: StreetPlace): (state: number) => number;
};

export const NO_STATE = 0xffff_ffff;

/** The plane in which is estimated bends distances a little: estimates may be low, and never high. */
const CAUTION = 0.99;

export function searchGraphOf(graph: StreetGraph, turns: TurnGraph): SearchGraph {
  const { firstVertex, latitudes, longitudes, centimeters } = graph;
  const stateOfArc = new Uint32Array(2 * centimeters.length).fill(NO_STATE);
  for (let state = 0; state < turns.plainCount; state++) stateOfArc[turns.arcs[state] as number] = state;

  const perDegree = metersPerDegree((latitudes[0] ?? 0) * DEGREES_PER_UNIT);
  const xOf = (vertex: number) => (longitudes[vertex] as number) * DEGREES_PER_UNIT * perDegree.longitude;
  const yOf = (vertex: number) => (latitudes[vertex] as number) * DEGREES_PER_UNIT * perDegree.latitude;
  const headX = new Float64Array(turns.arcs.length);
  const headY = new Float64Array(turns.arcs.length);
  let leastPerMeter = Number.POSITIVE_INFINITY;
  turns.arcs.forEach((arc, state) => {
    const first = firstVertex[edgeOf(arc)] as number;
    const last = (firstVertex[edgeOf(arc) + 1] as number) - 1;
    headX[state] = xOf(isAgainst(arc) ? first : last);
    headY[state] = yOf(isAgainst(arc) ? first : last);
    let meters = 0;
    for (let at = first; at < last; at++) meters += Math.hypot(xOf(at + 1) - xOf(at), yOf(at + 1) - yOf(at));
    if (meters > 0) leastPerMeter = Math.min(leastPerMeter, (turns.weightMs[state] as number) / meters);
  });
  const weightPerMeter = leastPerMeter * CAUTION;

  return {
    turns,
    centimeters,
    stateOfArc,
    estimateTo(target) {
      const { latitude, longitude } = pointOf(graph, target);
      const x = longitude * perDegree.longitude;
      const y = latitude * perDegree.latitude;
      return state => {
        const [toX, toY] = [(headX[state] as number) - x, (headY[state] as number) - y];
        return Math.floor(Math.sqrt(toX * toX + toY * toY) * weightPerMeter);
      };
    },
  };
}
