import { type CustodyEvent, CustodyPart } from "./custody.schema.ts";

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
export function remarksOn(
  events: readonly CustodyEvent[],
  { isClosed, erasedAt }: { isClosed: boolean; erasedAt?: string | undefined },
): string[] {
  const remarks: string[] = [];
  const first = events[0]?.record.seq ?? 1;
  if (first > 1) {
    const older = first === 2 ? "Event 1 is" : `Events 1 to ${first - 1} are`;
    remarks.push(`${older} older than the chain: nothing vouches for what came before event ${first}.`);
  }
  const missing = missingParts(events);
  if (missing) {
    const why = erasedAt
      ? `were erased on ${erasedAt.slice(0, 10)}, as the server says`
      : "are withheld or erased";
    remarks.push(
      `These personal parts ${why}: ${missing}. The hashes still vouch that they were not replaced.`,
    );
  }
  if (!isClosed) {
    remarks.push(
      "The order was open when this was exported: later events cannot be in it, and it is not signed.",
    );
  }
  return remarks;
}

/** Which parts are sealed and not shown, and of how many events: "actor (8), recipient (1)". */
function missingParts(events: readonly CustodyEvent[]): string {
  const counts = new Map<string, number>();
  for (const { record, opened } of events)
    for (const part of CustodyPart.options)
      if (record.sealed[part] && !opened[part]) counts.set(part, (counts.get(part) ?? 0) + 1);
  return [...counts].map(([part, count]) => `${part} (${count})`).join(", ");
}
