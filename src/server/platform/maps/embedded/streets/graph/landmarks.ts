import { Heap } from "./heap.ts";

/** A directed graph as flat arrays, with the weight of each step. */
export type WeightedSteps = { first: Uint32Array; to: Uint32Array; weight: Uint32Array };

/**
 * How far it is from some far states to all others and back, in units rounded down. By the triangle inequality they
 * tell how far two states are apart at least (ALT: Goldberg and Harrelson, "Computing the shortest path", 2005).
 */
export type Landmarks = {
  unit: number;
  /** At `state * LANDMARKS + landmark`. */
  fromLandmark: Uint16Array;
  toLandmark: Uint16Array;
};

export const LANDMARKS = 8;
const LEAST_UNIT = 1_000;

/** Chooses landmarks as far from each other as can be. From each state each must be reached. */
export function findLandmarks(steps: WeightedSteps): Landmarks {
  const states = steps.first.length - 1;
  const back = reversed(steps);
  const from: Uint32Array[] = [];
  const to: Uint32Array[] = [];
  let nearest = new Uint32Array(states).fill(NEVER);
  let landmark = states > 0 ? farthest(distances(steps, 0)) : 0;
  for (let found = 0; found < LANDMARKS && states > 0; found++) {
    const away = distances(steps, landmark);
    from.push(away);
    to.push(distances(back, landmark));
    nearest = nearest.map((known, state) => Math.min(known, away[state] as number));
    landmark = farthest(nearest);
  }
  const most = [...from, ...to].reduce((max, table) => Math.max(max, table[farthest(table)] as number), 0);
  const unit = Math.max(LEAST_UNIT, Math.ceil((most + 1) / 0xffff));
  return { unit, fromLandmark: interleaved(from, states, unit), toLandmark: interleaved(to, states, unit) };
}

const NEVER = 0xffff_ffff;

/** Weights from one state to all, by Dijkstra's algorithm. */
function distances({ first, to, weight }: WeightedSteps, from: number): Uint32Array {
  const distance = new Uint32Array(first.length - 1).fill(NEVER);
  const heap = new Heap();
  distance[from] = 0;
  heap.push(0, from);
  while (heap.size > 0) {
    const key = heap.lowestKey;
    const state = heap.pop();
    if (key > (distance[state] as number)) continue;
    for (let step = first[state] as number; step < (first[state + 1] as number); step++) {
      const next = to[step] as number;
      const sum = key + (weight[step] as number);
      if (sum >= (distance[next] as number)) continue;
      distance[next] = sum;
      heap.push(sum, next);
    }
  }
  return distance;
}

function reversed({ first, to, weight }: WeightedSteps): WeightedSteps {
  const back = { first: new Uint32Array(first.length), to: to.slice(), weight: weight.slice() };
  for (const state of to) back.first[state + 1] = (back.first[state + 1] as number) + 1;
  for (let state = 1; state < first.length; state++)
    back.first[state] = (back.first[state] as number) + (back.first[state - 1] as number);
  const place = back.first.slice();
  for (let state = 0; state + 1 < first.length; state++) {
    for (let step = first[state] as number; step < (first[state + 1] as number); step++) {
      const at = place[to[step] as number] as number;
      place[to[step] as number] = at + 1;
      back.to[at] = state;
      back.weight[at] = weight[step] as number;
    }
  }
  return back;
}

function farthest(distance: Uint32Array): number {
  let best = 0;
  for (let state = 1; state < distance.length; state++)
    if ((distance[state] as number) > (distance[best] as number)) best = state;
  return best;
}

function interleaved(tables: readonly Uint32Array[], states: number, unit: number): Uint16Array {
  const together = new Uint16Array(states * LANDMARKS);
  for (const [landmark, table] of tables.entries())
    for (let state = 0; state < states; state++)
      together[state * LANDMARKS + landmark] = Math.floor((table[state] as number) / unit);
  return together;
}
