import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import fc from "fast-check";
import { randomIds } from "../../src/server/platform/ids/random.ids.ts";
import { createRedisCache } from "../../src/server/platform/redis/redis.cache.ts";
import { VendorId } from "../../src/shared/ids.ts";
import * as directory from "../support/directory-model.ts";
import * as fleet from "../support/fleet-model.ts";
import { createManualTime } from "../support/manual-time.ts";
import { startRedis, startRedisCluster, type TestRedis } from "../support/redis.ts";
import { aProcessAt, type RedisProcess } from "../support/redis-parts.ts";
import { waitFor } from "../support/wait-for.ts";

/*
 * What two processes keep of what they read, in a real Redis: the same models as in memory, and what Redis alone does.
 */

const RUNS = Number(process.env.KEPT_RUNS ?? 200);
/** After an outage nothing is read from there for so long. */
const SETTLED_AFTER_MS = 5_000;

const time = createManualTime();
let redis: TestRedis;
let processes: RedisProcess[];
beforeAll(async () => {
  redis = await startRedis();
  processes = [await aProcessAt(redis.url, time.clock), await aProcessAt(redis.url, time.clock)];
});
afterAll(async () => {
  redis?.thaw();
  for (const process of processes ?? []) await process[Symbol.asyncDispose]();
  await redis?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  for (const process of processes) await waitFor("Redis to be used", () => process.redis.isUp());
  time.advance(SETTLED_AFTER_MS);
  await redis.ask(client => client.flushall());
});

const cacheAt = (process: RedisProcess) => createRedisCache({ redis: process.redis, ids: randomIds });
const settle = () => Promise.all(processes.map(({ redis }) => redis.run(() => redis.client.ping())));
const expire = () => redis.ask(client => client.flushall());

test("a board misses no position and sees nobody in a state that was over, whatever overtakes what", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fleet.aStep, { maxLength: 60, size: "max" }), async steps => {
      const caches = processes.map(cacheAt);
      const vendorId = VendorId.parse(crypto.randomUUID());
      const cacheOf = (process: number) => caches[process] ?? cacheAt(processes[0] as RedisProcess);
      await fleet.runFleet(steps, { cacheOf, settle, expire, vendorId });
    }),
    { numRuns: RUNS },
  );
}, 120_000);

test("nobody is shown what was so before a change that he can know of, whatever overtakes what", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(directory.aStep, { maxLength: 60, size: "max" }), async steps => {
      await expire();
      const caches = processes.map(cacheAt);
      const cacheOf = (process: number) => caches[process] ?? cacheAt(processes[0] as RedisProcess);
      await directory.runDirectory(steps, { cacheOf, settle, expire });
    }),
    { numRuns: RUNS },
  );
}, 120_000);

const SUBJECT = "fleet/17";
const aFact = (stamp: number) => ({ name: "position", stamp, value: String(stamp) });

test("what is kept ends by itself, and nothing that was read for it is kept in the next", async () => {
  const [here, there] = processes.map(cacheAt);
  const opened = await here?.open(SUBJECT, 100);
  await here?.put(SUBJECT, opened?.ticket ?? "", [aFact(1)]);
  expect((await there?.open(SUBJECT, 100))?.kept.get("position")?.value).toBe("1");
  const next = await waitFor("the end", async () => {
    const again = await there?.open(SUBJECT, 60_000);
    return again?.ticket !== opened?.ticket && again;
  });
  expect(next.kept.size).toBe(0);
  await here?.put(SUBJECT, opened?.ticket ?? "", [aFact(1)]);
  expect((await there?.open(SUBJECT, 60_000))?.kept.size).toBe(0);
});

test("of two with one name the newer counts, whichever came first", async () => {
  const [here, there] = processes.map(cacheAt);
  const opened = await here?.open(SUBJECT, 60_000);
  there?.learn(SUBJECT, [aFact(10)]);
  await settle();
  await here?.put(SUBJECT, opened?.ticket ?? "", [aFact(9)]);
  expect((await there?.open(SUBJECT, 60_000))?.kept.get("position")?.value).toBe("10");
  there?.learn(SUBJECT, [aFact(11)]);
  await settle();
  expect((await here?.open(SUBJECT, 60_000))?.kept.get("position")?.value).toBe("11");
});

test("what could not be told while it hung is forgotten when it is back, and until then nobody reads it", async () => {
  const [here, there] = processes.map(cacheAt);
  const opened = await there?.open(SUBJECT, 60_000);
  await there?.put(SUBJECT, opened?.ticket ?? "", [aFact(1)]);
  redis.freeze();
  for (const process of processes) await waitFor("the outage", () => !process.redis.isUp());
  here?.learn(SUBJECT, [aFact(2)]);
  expect(await here?.drop("vendors/open")).toBe(false);
  expect(await here?.open(SUBJECT, 60_000)).toBeNull();
  redis.thaw();
  for (const process of processes) await waitFor("Redis to be used", () => process.redis.isUp());
  expect(await there?.open(SUBJECT, 60_000)).toBeNull();
  await waitFor("it to be forgotten", async () => (await redis.ask(client => client.keys("*"))).length === 0);
  time.advance(SETTLED_AFTER_MS);
  expect((await there?.open(SUBJECT, 60_000))?.kept.size).toBe(0);
}, 20_000);

test("while it is away every question goes to the source, at once", async () => {
  const [here] = processes.map(cacheAt);
  await redis.kill();
  await waitFor("the outage", () => !processes[0]?.redis.isUp());
  const begun = performance.now();
  for (let i = 0; i < 1_000; i += 1) expect(await here?.open(SUBJECT, 60_000)).toBeNull();
  expect(performance.now() - begun).toBeLessThan(250);
  await redis.restart();
}, 20_000);

test("at a cluster all of one business lies at one node, beside its channel", async () => {
  await using cluster = await startRedisCluster();
  await using process = await aProcessAt(cluster.url);
  const cache = cacheAt(process);
  for (let i = 0; i < 20; i += 1) {
    const vendorId = crypto.randomUUID();
    const opened = await cache.open(`fleet/${vendorId}`, 60_000);
    await cache.put(`fleet/${vendorId}`, opened?.ticket ?? "", [aFact(1)]);
    expect((await cache.open(`fleet/${vendorId}`, 60_000))?.kept.size).toBe(1);
    const home = await cluster.homeOf(`medex:live:{${vendorId}}`);
    expect(await home.ask(client => client.keys(`*${vendorId}*`))).toHaveLength(1);
  }
}, 30_000);
