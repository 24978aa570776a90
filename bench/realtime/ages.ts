/** Ages in steps of a hundredth of a millisecond: half a million a second have to be noted. */
export type Ages = {
  note(ageMs: number): void;
  /** The age that this share of all did not exceed, by the nearest rank; NaN when there are none. */
  quantile(share: number): number;
  count(): number;
  clear(): void;
};

const STEPS_PER_MS = 100;
const LONGEST_MS = 60_000;

export function createAges(): Ages {
  const counts = new Uint32Array(LONGEST_MS * STEPS_PER_MS + 1);
  let count = 0;
  return {
    note(ageMs) {
      const step = Math.min(counts.length - 1, Math.max(0, Math.round(ageMs * STEPS_PER_MS)));
      counts[step] = (counts[step] ?? 0) + 1;
      count += 1;
    },
    quantile(share) {
      const rank = Math.max(1, Math.ceil(share * count));
      let seen = 0;
      for (let step = 0; step < counts.length; step++) {
        seen += counts[step] ?? 0;
        if (count > 0 && seen >= rank) return step / STEPS_PER_MS;
      }
      return Number.NaN;
    },
    count: () => count,
    clear() {
      counts.fill(0);
      count = 0;
    },
  };
}
