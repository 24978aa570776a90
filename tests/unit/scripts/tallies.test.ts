import { describe, expect, test } from "bun:test";
import { sumTallies, TALLIES, type Tally, tallyLines, tooFew } from "../../support/tallies.ts";

const ENOUGH = new Map(Object.entries(TALLIES.security) as [Tally, number][]);

describe("counting what a suite checks", () => {
  test("adds up what the files of a run have counted", () => {
    const sums = sumTallies('{"bad inputs":2,"bad uploads":1}\n{}\n{"bad inputs":3}\n');
    expect([...sums]).toEqual([
      ["bad inputs", 5],
      ["bad uploads", 1],
    ]);
    expect(tallyLines(sums)).toEqual(["       5  bad inputs", "       1  bad uploads"]);
  });

  test("is content with the least that is expected", () => {
    expect(tooFew(TALLIES.security, ENOUGH)).toEqual([]);
  });

  test("misses a table that counted less, and one that counted nothing", () => {
    const { "bad inputs": least } = TALLIES.security;
    const less = new Map(ENOUGH).set("bad inputs", least - 1);
    less.delete("bad uploads");
    expect(tooFew(TALLIES.security, less)).toEqual([
      `bad inputs: ${least - 1} checked, at least ${least} expected`,
      `bad uploads: 0 checked, at least ${TALLIES.security["bad uploads"]} expected`,
    ]);
  });
});
