import { beforeEach, describe, expect, test } from "bun:test";
import {
  createTokenBucket,
  type TokenBucket,
} from "../../../../src/server/platform/maps/remote/token-bucket.ts";
import { createManualTime, type ManualTime } from "../../../support/manual-time.ts";

let time: ManualTime;
let bucket: TokenBucket;
beforeEach(() => {
  time = createManualTime();
  bucket = createTokenBucket({ ...time, perSecond: 50 });
});

/** Takes units, one call each, and tells when each had its turn, in milliseconds from now. */
function turnsOf(units: number[], longestWaitMs = 60_000) {
  const began = time.clock.now().getTime();
  const turns: number[] = [];
  const failures: unknown[] = [];
  for (const unit of units)
    bucket.take(unit, longestWaitMs).then(
      () => turns.push(time.clock.now().getTime() - began),
      error => failures.push(error),
    );
  return { turns, failures };
}

/** Lets whoever has his turn take it. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

/** Moves time in small steps, so that whoever has his turn is seen to have it. */
async function pass(milliseconds: number): Promise<void> {
  for (let step = 0; step < milliseconds; step += 10) {
    time.advance(10);
    await settled();
  }
}

describe("fifty a second", () => {
  test("are asked at once after a quiet second, and then one each 20 ms in the order they came", async () => {
    const { turns } = turnsOf(Array(60).fill(1));
    await settled();
    expect(turns).toHaveLength(50);
    await pass(200);
    expect(turns).toHaveLength(60);
    expect(turns.slice(50)).toEqual([20, 40, 60, 80, 100, 120, 140, 160, 180, 200]);
  });

  test("are never more in any while than that and the fifty of a quiet second, however they come", async () => {
    const { turns } = turnsOf(Array(500).fill(1));
    await pass(9_000);
    expect(turns).toHaveLength(500);
    for (const seconds of [1, 3, 9])
      for (let from = -10; from < 9_000; from += 90) {
        const within = turns.filter(at => at > from && at <= from + seconds * 1_000).length;
        expect(within).toBeLessThanOrEqual(50 * seconds + 50);
      }
  });

  test("a call of many units waits for all of them", async () => {
    const { turns } = turnsOf([50, 25, 50]);
    await settled();
    await pass(2_000);
    expect(turns).toEqual([0, 500, 1_500]);
  });

  test("a call of more units than a second has is paid off by those after it", async () => {
    const { turns } = turnsOf([150, 1]);
    await pass(3_000);
    expect(turns).toEqual([2_000, 2_020]);
  });

  test("who would wait too long is told at once, and costs the others nothing", async () => {
    const patient = turnsOf([50, 10]);
    const hurried = turnsOf([10], 100);
    await settled();
    expect(hurried.failures).toMatchObject([{ reason: "throttled" }]);
    await pass(200);
    expect(patient.turns).toEqual([0, 200]);
    const { turns } = turnsOf([1]);
    await pass(20);
    expect(turns).toEqual([20]);
  });

  test("a clock that is turned back holds nobody up for longer", async () => {
    turnsOf([50]);
    time.advance(-600_000);
    const { turns } = turnsOf([10]);
    await pass(200);
    expect(turns).toEqual([200]);
  });
});
