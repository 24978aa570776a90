import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import fc from "fast-check";
import type { Place, Presence } from "../../src/server/platform/presence/presence.port.ts";
import { createRedisPresence } from "../../src/server/platform/redis/redis.presence.ts";
import type { Timers } from "../../src/server/platform/timers/timers.port.ts";
import { VendorId } from "../../src/shared/ids.ts";
import { aStep, runPresence } from "../support/presence-model.ts";
import { runProgram } from "../support/process.ts";
import { startRedis, startRedisCluster, type TestRedis } from "../support/redis.ts";
import { aProcessAt, type RedisProcess } from "../support/redis-parts.ts";
import { waitFor } from "../support/wait-for.ts";

/*
 * Who is there, as several processes know it through a real Redis. Lives are short here, so that ends are not waited for.
 */

const PACE = { beatMs: 50, lifeMs: 200 };
const RUNS = Number(process.env.PRESENCE_RUNS ?? 12);

const vendorId = VendorId.parse(crypto.randomUUID());
const aPlace = () => `driver_${crypto.randomUUID()}` as Place;

let redis: TestRedis;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis[Symbol.asyncDispose]());
beforeEach(() => redis.ask(client => client.flushall()));

type Member = AsyncDisposable & { process: RedisProcess; presence: Presence; die(): Promise<void> };

/** A process that can be made to fall silent from one moment to the next. */
async function aMember(url = redis.url): Promise<Member> {
  const process = await aProcessAt(url);
  let isDead = false;
  const timers: Timers = {
    after: (delayMs, work) => process.timers.after(delayMs, () => (isDead ? undefined : work())),
  };
  const presence = createRedisPresence({ ...process, timers, pace: PACE });
  const die = async () => {
    isDead = true;
    await process[Symbol.asyncDispose]();
  };
  return {
    process,
    presence,
    die,
    async [Symbol.asyncDispose]() {
      if (!isDead) await presence[Symbol.asyncDispose]();
      await die();
    },
  };
}

const eventually = async (check: () => Promise<void>): Promise<void> => {
  await waitFor("what the model says", async () => {
    await check();
    return true;
  });
};

test("who is there equals the model, whatever order they come, go and die in, and Redis forgets", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aStep, { minLength: 8, maxLength: 16, size: "max" }), async steps => {
      await redis.ask(client => client.flushall());
      const members: Member[] = [];
      await runPresence(steps, {
        start: async index => {
          const member = await aMember();
          members[index] = member;
          return member.presence;
        },
        die: async index => members[index]?.die(),
        wait: () => {},
        forget: () => redis.ask(async client => void (await client.flushall())),
        eventually,
      });
      for (const member of members) await member[Symbol.asyncDispose]();
      expect(await redis.ask(client => client.keys("*:at:*"))).toEqual([]);
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
}, 120_000);

test("of a process that is killed nothing is left after its life, and that is told", async () => {
  await using here = await aMember();
  const [theirs, ours] = [aPlace(), aPlace()];
  const told: [Place, number][] = [];
  here.presence.onChange((_vendorId, counts) => told.push(...counts.places));
  here.presence.enter(vendorId, ours);
  const pace = Object.values(PACE).map(String);
  await using program = runProgram([
    "tests/support/presence.program.ts",
    redis.url,
    vendorId,
    theirs,
    ...pace,
  ]);
  await program.untilPrinted("here");
  await waitFor("both to be there", async () => {
    const { places } = await here.presence.at(vendorId);
    return places.size === 2 && places.get(ours) === 1 && places.get(theirs) === 1;
  });
  await program.kill();
  await waitFor("to be told", () => told.some(([place, count]) => place === theirs && count === 0));
  expect((await here.presence.at(vendorId)).places).toEqual(new Map([[ours, 1]]));
  expect(await redis.ask(client => client.keys("*of:*"))).toHaveLength(1);
}, 20_000);

test("a change at one process is told by that one alone, with those of the others", async () => {
  await using here = await aMember();
  await using there = await aMember();
  const place = aPlace();
  const told: [string, number][] = [];
  here.presence.onChange((_vendorId, counts) => told.push(["here", counts.places.get(place) ?? -1]));
  there.presence.onChange((_vendorId, counts) => told.push(["there", counts.places.get(place) ?? -1]));
  const leave = here.presence.enter(vendorId, place);
  await waitFor("the first", () => told.length === 1);
  there.presence.enter(vendorId, place);
  await waitFor("the second", () => told.length === 2);
  leave();
  await waitFor("the one who left", () => told.length === 3);
  expect(told).toEqual([
    ["here", 1],
    ["there", 2],
    ["here", 1],
  ]);
});

test("while Redis is away each process knows its own, and when it is back, empty, all know all again", async () => {
  await using here = await aMember();
  await using there = await aMember();
  const [place, other] = [aPlace(), aPlace()];
  const told: number[] = [];
  here.presence.onChange((_vendorId, counts) =>
    told.push(counts.places.get(other) ?? counts.places.get(place) ?? -1),
  );
  there.presence.enter(vendorId, place);
  await waitFor("the other's", async () => (await here.presence.at(vendorId)).places.get(place) === 1);
  await redis.kill();
  here.presence.enter(vendorId, other);
  await waitFor("the change to be told", () => told.at(-1) === 1);
  expect((await here.presence.at(vendorId)).places).toEqual(new Map([[other, 1]]));
  expect((await there.presence.at(vendorId)).places).toEqual(new Map([[place, 1]]));
  await redis.restart();
  await eventually(async () => {
    for (const { presence } of [here, there])
      expect((await presence.at(vendorId)).places).toEqual(
        new Map([
          [place, 1],
          [other, 1],
        ]),
      );
  });
}, 20_000);

test("a process that hung for longer than its life, and was given up, says anew who is there", async () => {
  await using here = await aMember();
  const place = aPlace();
  await using there = await aMember();
  there.presence.enter(vendorId, place);
  await waitFor("the other's", async () => (await here.presence.at(vendorId)).places.get(place) === 1);
  // What is left of a process that was buried by another one while it could not speak.
  await redis.ask(client => client.zrem("{medex:presence}:processes", there.process.processId));
  await waitFor("it again", async () => (await here.presence.at(vendorId)).places.get(place) === 1);
});

test("at a cluster it is all the same", async () => {
  await using cluster = await startRedisCluster();
  await using here = await aMember(cluster.url);
  await using there = await aMember(cluster.url);
  const place = aPlace();
  const leave = here.presence.enter(vendorId, place);
  await waitFor("to be known", async () => (await there.presence.at(vendorId)).places.get(place) === 1);
  leave();
  await waitFor("to be gone", async () => (await there.presence.at(vendorId)).places.size === 0);
}, 20_000);
