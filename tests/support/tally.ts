import { afterAll } from "bun:test";
import { appendFileSync } from "node:fs";
import { TALLY_FILE, type Tally, tallyLines } from "./tallies.ts";

/** One test file's counts: `bun test --isolate` loads this anew for each. */
const counts = new Map<Tally, number>();

afterAll(() => {
  const file = process.env[TALLY_FILE];
  if (file) appendFileSync(file, `${JSON.stringify(Object.fromEntries(counts))}\n`);
  else for (const line of tallyLines(counts)) console.log(line);
});

/**
 * Counts checks that held, after they did: `verify` prints the sums at the end of the suite, and fails when a
 * generator has yielded fewer than `TALLIES` says. A file run alone prints its own.
 */
export function tally(name: Tally, checks = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + checks);
}
