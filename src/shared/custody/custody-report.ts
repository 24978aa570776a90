import type { CustodyEvent } from "./custody.schema.ts";

/**
 * What a check of an export came to. `intact`: everything in it is as it was written, and signed when the order is
 * closed. `broken`: something was changed, taken out or put in. `unproven`: nothing wrong was found, but what would
 * prove it is missing.
 */
export type CustodyReport = {
  outcome: "intact" | "broken" | "unproven";
  /** One sentence: what holds, or what does not match and where. */
  words: string;
  /** The event at which the chain breaks; null when it does not, or when the whole file is concerned. */
  brokenAt: number | null;
  /** What a reader has to know although it breaks nothing. */
  remarks: string[];
};

/** Thrown by a check that failed, to be caught by the verifier. */
export class BrokenLink extends Error {
  constructor(
    readonly brokenAt: number | null,
    readonly problem: string,
  ) {
    super(problem);
  }
}

export const broken = ({ brokenAt, problem }: BrokenLink): CustodyReport => ({
  outcome: "broken",
  words: brokenAt === null ? problem : `The chain breaks at event ${brokenAt}: ${problem}`,
  brokenAt,
  remarks: [],
});

export const unproven = (words: string, remarks: string[] = []): CustodyReport => ({
  outcome: "unproven",
  words,
  brokenAt: null,
  remarks,
});

/** What the chain leaves open, in words. */
export function remarksOn(events: readonly CustodyEvent[], isClosed: boolean): string[] {
  const remarks: string[] = [];
  const first = events[0]?.record.seq ?? 1;
  if (first > 1) {
    const older = first === 2 ? "Event 1 is" : `Events 1 to ${first - 1} are`;
    remarks.push(`${older} older than the chain: nothing vouches for what came before event ${first}.`);
  }
  const withheld = events.reduce(
    (sum, { record, opened }) => sum + Object.keys(record.sealed).length - Object.keys(opened).length,
    0,
  );
  if (withheld > 0) {
    const what = withheld === 1 ? "1 personal part is" : `${withheld} personal parts are`;
    remarks.push(`${what} withheld or erased; the hashes still vouch that they were not replaced.`);
  }
  if (!isClosed) {
    remarks.push(
      "The order was open when this was exported: later events cannot be in it, and it is not signed.",
    );
  }
  return remarks;
}
