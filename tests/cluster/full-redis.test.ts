import { afterAll, beforeAll, expect, test } from "bun:test";
import { systemClock } from "../../src/server/platform/clock/system.clock.ts";
import { randomIds } from "../../src/server/platform/ids/random.ids.ts";
import { createMemoryLimiter } from "../../src/server/platform/limits/memory.limiter.ts";
import { createMemoryLiveBus } from "../../src/server/platform/live-bus/memory.live-bus.ts";
import type { Place } from "../../src/server/platform/presence/presence.port.ts";
import { createRedisCache } from "../../src/server/platform/redis/redis.cache.ts";
import { createRedisLimiter } from "../../src/server/platform/redis/redis.limiter.ts";
import { shareLiveBus } from "../../src/server/platform/redis/redis.live-bus.ts";
import { createRedisPresence } from "../../src/server/platform/redis/redis.presence.ts";
import { driverRoom, vendorRoom } from "../../src/shared/events.ts";
import { VendorId } from "../../src/shared/ids.ts";
import { driverIdOf, positionOf } from "../support/positions.ts";
import { startRedis, type TestRedis } from "../support/redis.ts";
import { aProcessAt } from "../support/redis-parts.ts";
import { waitFor } from "../support/wait-for.ts";

/*
 * A Redis that answers and keeps nothing, as one that is full does while no key may be evicted.
 */

const vendorId = VendorId.parse(crypto.randomUUID());
const where = { vendorId, room: vendorRoom(vendorId) };
const place: Place = `driver_${driverIdOf(1)}`;
const RULE = { name: "read-account", points: 5, windowSeconds: 60 };

async function aMember(url: string) {
  const process = await aProcessAt(url);
  const insured = { count: 0 };
  return {
    ...process,
    insured,
    bus: shareLiveBus(createMemoryLiveBus(), process.channels),
    presence: createRedisPresence(process),
    cache: createRedisCache({ redis: process.redis, ids: randomIds }),
    limiter: createRedisLimiter({
      redis: process.redis,
      insurance: createMemoryLimiter(systemClock),
      onInsured: () => {
        insured.count += 1;
      },
    }),
  };
}

let redis: TestRedis;
let here: Awaited<ReturnType<typeof aMember>>;
let there: Awaited<ReturnType<typeof aMember>>;
beforeAll(async () => {
  redis = await startRedis();
  [here, there] = [await aMember(redis.url), await aMember(redis.url)];
});
afterAll(async () => {
  for (const member of [here, there]) {
    await member?.presence[Symbol.asyncDispose]();
    await member?.[Symbol.asyncDispose]();
  }
  await redis?.[Symbol.asyncDispose]();
});

const setMemory = (bytes: string) => redis.ask(client => client.config("SET", "maxmemory", bytes));

test("while Redis keeps nothing every position is heard at the other process, limits are counted here, and all is told and kept again when it does", async () => {
  const heard: string[] = [];
  here.bus.listen(where, messages => {
    for (const message of messages) if (message.type === "driver_location") heard.push(message.timestamp);
  });
  let reach = "";
  here.bus.follow(vendorId, now => {
    reach = now;
  });
  await waitFor("the channel", () => reach === "whole");
  await setMemory("1");

  const leave = there.presence.enter(vendorId, place);
  const told = Array.from({ length: 20 }, (_, second) => positionOf(1, second));
  for (const message of told) {
    there.bus.publish([{ vendorId, rooms: [where.room, driverRoom(message.driverId)], message }]);
    // What is refused comes between.
    expect(await there.limiter.take(RULE, "caller")).toMatchObject({ rule: RULE });
  }
  await waitFor("all of them", () => heard.length === told.length);
  expect(heard).toEqual(told.map(({ timestamp }) => timestamp));
  expect(there.insured.count).toBe(told.length);
  expect((await there.limiter.take(RULE, "caller")).isWithin).toBe(false);
  expect([reach, there.redis.isUp()]).toEqual(["whole", true]);
  await expect(there.redis.ping()).rejects.toThrow("maxmemory");
  expect(await there.cache.open(`fleet/${vendorId}`, 60_000)).toBeNull();

  await setMemory("0");
  await waitFor("who is there", async () => (await here.presence.at(vendorId)).places.get(place) === 1);
  await waitFor("the end", () => there.redis.ping().then(() => true));
  const { count } = there.insured;
  expect((await there.limiter.take(RULE, "caller")).isWithin).toBe(true);
  expect(there.insured.count).toBe(count);
  leave();
}, 30_000);
