import { describe, expect, test } from "bun:test";
import { TRPCClientError } from "@trpc/client";
import { createFixOutbox, type StoredFix } from "../../../../src/client/features/driver/phone/fix-outbox.ts";
import type { Fix } from "../../../../src/client/features/driver/phone/sampling.ts";
import type { LocationPoint } from "../../../../src/shared/drivers/driver.schema.ts";
import type { FixQuality } from "../../../../src/shared/drivers/fix-quality.ts";

const fix = (second: number): Fix => ({
  latitude: 60.17,
  longitude: 24.94,
  timestampMs: Date.parse("2026-03-02T12:00:00.000Z") + second * 1_000,
  accuracyMeters: 8.4,
  speedMps: 5,
  headingDegrees: null,
});

function createWorld(report: (points: LocationPoint[]) => Promise<unknown>, offsetMs = 0) {
  let kept: StoredFix[] = [];
  let key = 0;
  const sent: Fix[] = [];
  const qualities: (FixQuality | null)[] = [];
  const timers: (() => void)[] = [];
  const delaysMs: number[] = [];
  const outbox = createFixOutbox({
    store: {
      keep: async one => void kept.push({ key: ++key, fix: one }),
      oldest: async limit => kept.slice(0, limit),
      drop: async keys => {
        kept = kept.filter(one => !keys.includes(one.key));
      },
    },
    report: async points => {
      const quality = (await report(points)) as FixQuality | undefined;
      return { accepted: points.length, quality: quality ?? "good" };
    },
    clockOffsetMs: () => offsetMs,
    later: (work, ms) => {
      timers.push(work);
      delaysMs.push(ms);
      return () => {};
    },
    retryDelayMs: () => 0,
    onSent: (one, quality) => {
      sent.push(one);
      qualities.push(quality);
    },
  });
  return { outbox, sent, qualities, timers, delaysMs, left: () => kept.length };
}

const outside = () =>
  new TRPCClientError("outside", {
    result: { error: { code: -32000, message: "outside", data: { appCode: "OUTSIDE_SERVICE_AREA" } } },
  } as never);

const limited = (seconds: number) =>
  new TRPCClientError("limited", {
    result: {
      error: { code: -32000, message: "", data: { appCode: "TOO_MANY_REQUESTS", details: { seconds } } },
    },
  } as never);

describe("positions on their way", () => {
  test("wait on the phone without network and go in batches, oldest first, with the time of the device", async () => {
    const batches: LocationPoint[][] = [];
    let isOnline = false;
    const { outbox, timers, left, sent } = createWorld(async points => {
      if (!isOnline) throw new TRPCClientError("fetch failed");
      batches.push(points);
    });
    for (let second = 0; second < 230; second += 1) await outbox.add(fix(second));
    await outbox.settled();
    expect(left()).toBe(230);
    isOnline = true;
    timers.at(-1)?.();
    await outbox.settled();
    expect(batches.map(({ length }) => length)).toEqual([100, 100, 30]);
    expect(batches[0]?.[0]).toEqual({
      latitude: 60.17,
      longitude: 24.94,
      timestamp: "2026-03-02T12:00:00.000Z",
      accuracy: 8,
      speed: 18,
    });
    expect(left()).toBe(0);
    expect(sent.at(-1)).toEqual(fix(229));
  });

  test("wait as long as a rate limit says, whatever is added meanwhile, and none is lost", async () => {
    let asked = 0;
    const { outbox, timers, delaysMs, left } = createWorld(async () => {
      asked += 1;
      if (asked === 1) throw limited(30);
    });
    for (let second = 0; second < 5; second += 1) {
      await outbox.add(fix(second));
      await outbox.settled();
    }
    outbox.kick();
    expect({ asked, left: left(), delaysMs }).toEqual({ asked: 1, left: 5, delaysMs: [30_000] });
    timers.at(-1)?.();
    await outbox.settled();
    expect({ asked, left: left() }).toEqual({ asked: 2, left: 0 });
  });

  test("are told with what the server thinks of them, so that the driver hears when he is not believed", async () => {
    const verdicts: FixQuality[] = ["good", "implausible"];
    const { outbox, qualities } = createWorld(async () => verdicts.shift());
    for (const second of [0, 5]) {
      await outbox.add(fix(second));
      await outbox.settled();
    }
    expect(qualities).toEqual(["good", "implausible"]);
  });

  test("one point that is refused does not hold up the others", async () => {
    const accepted: string[] = [];
    const bad = new Date(fix(3).timestampMs).toISOString();
    const { outbox, left } = createWorld(async points => {
      if (points.some(({ timestamp }) => timestamp === bad)) throw outside();
      accepted.push(...points.map(({ timestamp }) => timestamp));
    });
    for (let second = 0; second < 8; second += 1) await outbox.add(fix(second));
    await outbox.settled();
    expect(left()).toBe(0);
    expect(accepted).toHaveLength(7);
    expect(accepted).not.toContain(bad);
  });

  test("a clock that is plainly wrong is set right, a small difference is left", async () => {
    const times: string[] = [];
    const report = async (points: LocationPoint[]) => times.push(...points.map(({ timestamp }) => timestamp));
    for (const offsetMs of [-3_600_000, 20_000]) {
      const { outbox } = createWorld(report, offsetMs);
      await outbox.add(fix(0));
      await outbox.settled();
    }
    expect(times).toEqual(["2026-03-02T11:00:00.000Z", "2026-03-02T12:00:00.000Z"]);
  });
});
