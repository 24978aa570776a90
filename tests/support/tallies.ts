/** Names the file that the counts of a run go to, one line of JSON a test file. */
export const TALLY_FILE = "TEST_TALLY_FILE";

/** What suites count, and the least that a run must reach: a generator gone silent must not pass. */
export const TALLIES = {
  security: {
    "authorization cells": 600,
    "field-view cells": 600,
    "changes mid-session": 10,
    "bad inputs": 2_300,
    "bad uploads": 35,
    "fuzzed inputs": 14_000,
    "hostile requests": 260,
    "map poisons": 150,
    "origins refused": 20,
    "reads kept": 19,
    "reads refused unrecorded": 19,
    "reasons asked for": 150,
    "reasons kept": 15,
    "poisoned repository calls": 5_000,
    "places in schemas": 350,
    "text poisons": 1_000,
    "socket frames refused": 17,
    "sockets misused": 160,
    "forged access tokens": 150,
    "refresh tokens misused": 13,
    "answers that tell nothing of accounts": 6,
    "versions held against advisories": 55,
    "locked packages": 650,
  },
  cluster: {
    "connections cut": 1_000,
    "events received through cuts": 10_000,
    "clients moved to another process": 1_500,
  },
} satisfies Record<string, Record<string, number>>;

/** The least of each count that a suite expects. */
export type Least = Readonly<Record<string, number>>;
type Suites = typeof TALLIES;
export type Tally = { [Suite in keyof Suites]: keyof Suites[Suite] }[keyof Suites];

const NAMES = Object.values(TALLIES).flatMap(least => Object.keys(least)) as Tally[];

/** Sums up what the test files of a run have counted. */
export function sumTallies(text: string): Map<Tally, number> {
  const sums = new Map<Tally, number>();
  for (const line of text.split("\n").filter(Boolean)) {
    for (const [name, count] of Object.entries(JSON.parse(line) as Record<Tally, number>)) {
      sums.set(name as Tally, (sums.get(name as Tally) ?? 0) + count);
    }
  }
  return sums;
}

/** The counts as a table for people, always in the same order. */
export function tallyLines(counts: ReadonlyMap<Tally, number>): string[] {
  const names = NAMES.filter(name => counts.has(name));
  return names.map(name => `${String(counts.get(name)).padStart(8)}  ${name}`);
}

/** What a whole run of a suite has counted too little of; empty when all is there. */
export function tooFew(expected: Least, counts: ReadonlyMap<Tally, number>): string[] {
  return Object.entries(expected)
    .filter(([name, least]) => (counts.get(name as Tally) ?? 0) < least)
    .map(([name, least]) => `${name}: ${counts.get(name as Tally) ?? 0} checked, at least ${least} expected`);
}
