import type { ForbiddenWay } from "./turn-restrictions.ts";

/**
 * What must be remembered of the way so far to know which turns it forbids. Mostly nothing but the arc: only on the
 * ways of a restriction that leads over several there are more states than arcs. The forbidden ways make an automaton
 * (Aho and Corasick, "Efficient string matching", 1975) whose words are sequences of arcs.
 */
export type TurnMemory = {
  /** The memory after `arc`, having remembered `memory`: null when that is forbidden. */
  after(memory: Remembered, arc: number): Remembered | null;
};

/** The last arcs of the way so far, the newest last: all that may still matter. */
export type Remembered = readonly number[];

const keyOf = (arcs: readonly number[]) => arcs.join(" ");

export function createTurnMemory(forbidden: readonly ForbiddenWay[]): TurnMemory {
  const words = new Set(forbidden.map(keyOf));
  const beginnings = new Set<string>();
  const mentioned = new Set<number>();
  for (const way of forbidden) {
    for (let length = 2; length < way.length; length++) beginnings.add(keyOf(way.slice(0, length)));
    for (const arc of way.slice(1)) mentioned.add(arc);
  }
  return {
    after(memory, arc) {
      if (!mentioned.has(arc)) return [arc];
      let remembered: readonly number[] = [arc];
      for (let length = 2; length <= memory.length + 1; length++) {
        const recent = [...memory.slice(1 - length), arc];
        const key = keyOf(recent);
        if (words.has(key)) return null;
        if (beginnings.has(key)) remembered = recent;
      }
      return remembered;
    },
  };
}
