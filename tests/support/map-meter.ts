import type { MapMeter } from "../../src/server/platform/maps/remote/map-meter.ts";

/** A meter that a test can read: what was counted, by its words. */
export function aMeter() {
  const counts = new Map<keyof MapMeter, Map<string, number>>();
  const count = (name: keyof MapMeter, words: string[], units = 1) => {
    const known = counts.get(name) ?? new Map<string, number>();
    counts.set(name, known);
    known.set(words.join(" "), (known.get(words.join(" ")) ?? 0) + units);
  };
  const meter: MapMeter = {
    called: (kind, outcome) => count("called", [kind, outcome]),
    billed: (kind, purpose, units) => count("billed", [kind, purpose], units),
    fellBack: (kind, reason) => count("fellBack", [kind, reason]),
    spared: (kind, how) => count("spared", [kind, how]),
    circuit: (kind, state) => count("circuit", [kind, state]),
  };
  return { meter, counted: (name: keyof MapMeter) => Object.fromEntries(counts.get(name) ?? []) };
}
