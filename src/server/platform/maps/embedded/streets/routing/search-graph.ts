import { LANDMARKS } from "../graph/landmarks.ts";
import type { StreetGraph, TurnGraph } from "../graph/street-graph.ts";
import { type StreetPlace, shareAlong } from "../graph/street-lines.ts";

/** What a search of one vehicle needs to know of the streets. */
export type SearchGraph = {
  turns: TurnGraph;
  /** Of each edge. */
  centimeters: Uint32Array;
  /** Of each arc, its plain state; NO_STATE when the vehicle does not use it. */
  stateOfArc: Uint32Array;
  /** Weight that is left at the end of a state's arc on the way between two places: never more than it is. */
  estimate(from: StreetPlace, to: StreetPlace): (state: number) => number;
};

export const NO_STATE = 0xffff_ffff;

/** Of all that landmarks tell, the most telling at the beginning of the way; more would cost more than it spares. */
const USED_BOUNDS = 4;

/** `sign * table[state * LANDMARKS + landmark] * unit + constant` is never more than what is left. */
type Bound = { table: Uint16Array; landmark: number; sign: 1 | -1; constant: number };

export function searchGraphOf({ centimeters }: StreetGraph, turns: TurnGraph): SearchGraph {
  const { fromLandmark, toLandmark, unit } = turns.landmarks;
  const stateOfArc = new Uint32Array(2 * centimeters.length).fill(NO_STATE);
  const otherStates = new Map<number, number[]>();
  turns.arcs.forEach((arc, state) => {
    if (state < turns.plainCount) stateOfArc[arc] = state;
    else otherStates.set(arc, [...(otherStates.get(arc) ?? []), state]);
  });
  const statesOn = ({ edge }: StreetPlace) =>
    [2 * edge, 2 * edge + 1].flatMap(arc => {
      const plain = stateOfArc[arc] as number;
      // Some arcs are come to over the ways of a restriction alone.
      return [...(plain === NO_STATE ? [] : [plain]), ...(otherStates.get(arc) ?? [])];
    });

  /** Tables are rounded down: what is taken away is one unit more, to be never too little. */
  function boundsTo(to: StreetPlace): Bound[] {
    const ends = statesOn(to).map(state => {
      const weight = turns.weightMs[state] as number;
      const share = shareAlong(turns.arcs[state] as number, to);
      return { state, beyond: weight - Math.ceil(weight * share) };
    });
    return Array.from({ length: LANDMARKS }, (_, landmark): Bound[] => {
      const units = (table: Uint16Array, state: number) => table[state * LANDMARKS + landmark] as number;
      const away = Math.min(...ends.map(({ state, beyond }) => units(fromLandmark, state) * unit - beyond));
      const back = Math.max(
        ...ends.map(({ state, beyond }) => (units(toLandmark, state) + 1) * unit + beyond),
      );
      return [
        { table: fromLandmark, landmark, sign: -1, constant: away - unit },
        { table: toLandmark, landmark, sign: 1, constant: -back },
      ];
    }).flat();
  }

  const boundAt = ({ table, landmark, sign, constant }: Bound, state: number) =>
    sign * (table[state * LANDMARKS + landmark] as number) * unit + constant;

  return {
    turns,
    centimeters,
    stateOfArc,
    estimate(from, to) {
      const [begin = 0] = statesOn(from);
      const used = boundsTo(to)
        .toSorted((a, b) => boundAt(b, begin) - boundAt(a, begin))
        .slice(0, USED_BOUNDS);
      return state => {
        let most = 0;
        for (const bound of used) {
          const value = boundAt(bound, state);
          if (value > most) most = value;
        }
        return most;
      };
    },
  };
}
