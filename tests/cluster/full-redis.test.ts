import { afterEach, beforeEach, expect, test } from "bun:test";
import { rmSync } from "node:fs";
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
import { freshFolder } from "../support/process.ts";
import { startRedis, type TestRedis } from "../support/redis.ts";
import { aProcessAt } from "../support/redis-parts.ts";
import { waitFor } from "../support/wait-for.ts";

/*
 * A Redis that answers and keeps nothing: full while no key may be evicted, or not to go on without its disk.
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

let folder: string;
let redis: TestRedis;
let here: Awaited<ReturnType<typeof aMember>>;
let there: Awaited<ReturnType<typeof aMember>>;
beforeEach(async () => {
  folder = freshFolder("redis");
  redis = await startRedis({ folder });
  [here, there] = [await aMember(redis.url), await aMember(redis.url)];
}, 30_000);
afterEach(async () => {
  for (const member of [here, there]) {
    await member?.presence[Symbol.asyncDispose]();
    await member?.[Symbol.asyncDispose]();
  }
  await redis?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

const set = (name: string, value: string) => redis.ask(client => client.config("SET", name, value));

/** How often anybody has asked whether it is there, refused or not. */
async function pings(): Promise<number> {
  const stats = await redis.ask(client => client.info("commandstats"));
  const [, calls, rejected] = /cmdstat_ping:calls=(\d+).*rejected_calls=(\d+)/.exec(stats) ?? [];
  return Number(calls ?? 0) + Number(rejected ?? 0);
}

/** Snapshots are wanted, and the last has failed. */
async function loseDisk(): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  await set("save", "3600 1");
  await redis.ask(client => client.bgsave());
  await waitFor("the snapshot to fail", async () =>
    (await redis.ask(client => client.info("persistence"))).includes("rdb_last_bgsave_status:err"),
  );
}

const WAYS = [
  ["is full", () => set("maxmemory", "1"), () => set("maxmemory", "0"), "maxmemory"],
  ["has lost its disk", loseDisk, () => set("stop-writes-on-bgsave-error", "no"), "MISCONF"],
] as const;

test.each(WAYS)(
  "while Redis %s every position is heard at the other process, limits are counted here, and all is told and kept again when it is mended",
  async (_, fail, mend, reason) => {
    const heard: string[] = [];
    here.bus.listen(where, messages => {
      for (const message of messages) if (message.type === "driver_location") heard.push(message.timestamp);
    });
    let reach = "";
    here.bus.follow(vendorId, now => {
      reach = now;
    });
    await waitFor("the channel", () => reach === "whole");
    await fail();

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
    await expect(there.redis.ping()).rejects.toThrow(reason);
    expect(await there.cache.open(`fleet/${vendorId}`, 60_000)).toBeNull();

    await mend();
    await waitFor("who is there", async () => (await here.presence.at(vendorId)).places.get(place) === 1);
    await waitFor("the end", () => there.redis.ping().then(() => true));
    const { count } = there.insured;
    expect((await there.limiter.take(RULE, "caller")).isWithin).toBe(true);
    expect(there.insured.count).toBe(count);
    leave();
  },
  30_000,
);

test.each(WAYS)(
  "a process that starts while Redis %s tells and hears like the others",
  async (_, fail) => {
    await fail();
    await using late = await aProcessAt(redis.url);
    expect(late.redis.isUp()).toBe(true);
    const bus = shareLiveBus(createMemoryLiveBus(), late.channels);
    let reach = "";
    bus.follow(vendorId, now => {
      reach = now;
    });
    const heard: string[] = [];
    bus.listen(where, messages => heard.push(...messages.map(({ type }) => type)));
    await waitFor("the channel", () => reach === "whole");
    here.bus.publish([{ vendorId, rooms: [where.room], message: positionOf(1, 1) }]);
    await waitFor("a position", () => heard.length === 1);
    // Each of three processes asks once a second on both of its connections.
    const begun = await pings();
    await waitFor("two rounds of questions", async () => (await pings()) >= begun + 12);
    expect([reach, late.redis.isUp()]).toEqual(["whole", true]);
  },
  30_000,
);
