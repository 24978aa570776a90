import { expect, test } from "bun:test";
import fc from "fast-check";
import { createFleet, type DriverDoc } from "../../../src/server/features/drivers/index.ts";
import { createMemoryCache } from "../../../src/server/platform/cache/memory.cache.ts";
import { DriverId, VendorId } from "../../../src/shared/ids.ts";
import { aStep, runFleet } from "../../support/fleet-model.ts";
import { createManualTime } from "../../support/manual-time.ts";

const vendorId = VendorId.parse("00000000-0000-4000-8000-000000000100");

test("a board misses no position and sees nobody in a state that was over, whatever overtakes what", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aStep, { maxLength: 60, size: "max" }), async steps => {
      let shared: ReturnType<typeof createMemoryCache> | undefined;
      await runFleet(steps, {
        vendorId,
        settle: async () => {},
        cacheOf: (_process, time) => {
          shared ??= createMemoryCache(time.clock);
          return shared;
        },
      });
    }),
    { numRuns: 3_000 },
  );
}, 60_000);

function aFleet() {
  const time = createManualTime();
  const driver = {
    _id: DriverId.parse("00000000-0000-4000-8000-000000000001"),
    vendorId,
    status: "available",
    version: 2,
    location: null,
    fix: null,
    lastLocationUpdate: null,
  } as DriverDoc;
  const reads: number[] = [];
  const log = {
    health: () => ({ isReady: true }) as never,
    cursor: () => "1.0.0",
    since: () => ({ entries: [], upTo: { seconds: 1, increment: 0, index: 0 } }),
  };
  const repo = {
    activeOf: async () => {
      reads.push(time.clock.now().getTime());
      await new Promise(setImmediate);
      return [driver];
    },
    findByIds: async () => [],
  };
  const cache = createMemoryCache(time.clock);
  return { time, reads, log, cache, fleet: createFleet({ cache, log, clock: time.clock, repo }) };
}

test("five thousand boards that open within a minute cost one read of the fleet, and those of the next another", async () => {
  const { time, reads, fleet } = aFleet();
  for (let second = 0; second < 50; second += 1) {
    await Promise.all(Array.from({ length: 100 }, () => fleet.of(vendorId)));
    time.advance(1_000);
  }
  expect(reads).toHaveLength(1);
  time.advance(10_001);
  await fleet.of(vendorId);
  expect(reads).toHaveLength(2);
});

test("a process whose events do not come reads the database, and keeps nothing", async () => {
  const { reads, log, cache, fleet } = aFleet();
  log.health = () => ({ isReady: false }) as never;
  await fleet.of(vendorId);
  await fleet.of(vendorId);
  expect(reads).toHaveLength(2);
  expect((await cache.open(`fleet/${vendorId}`, 1_000))?.kept.size).toBe(0);
});

test("where the events no longer reach back to what is kept, the database is read", async () => {
  const { reads, log, fleet } = aFleet();
  await fleet.of(vendorId);
  log.since = () => null as never;
  await fleet.of(vendorId);
  expect(reads).toHaveLength(2);
});
