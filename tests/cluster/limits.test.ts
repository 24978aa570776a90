import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { systemClock } from "../../src/server/platform/clock/system.clock.ts";
import { createMemoryLimiter } from "../../src/server/platform/limits/memory.limiter.ts";
import { createRedisLimiter } from "../../src/server/platform/redis/redis.limiter.ts";
import { type TestDatabase, testDatabase } from "../support/mongo.ts";
import { startServer, type TestServer } from "../support/process.ts";
import { startRedis, type TestRedis } from "../support/redis.ts";
import { aProcessAt } from "../support/redis-parts.ts";
import { waitFor } from "../support/wait-for.ts";

/*
 * Two processes that share a MongoDB and a Redis, and what becomes of their limits when Redis is not there.
 */

const PASSWORD = "a-password-of-redis-that-nobody-may-read";
/** What a request may take while Redis hangs: one call is given up after 250 ms, the others do not ask. */
const BOUND_MS = 1_500;
const CALLS = 20;

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase("cluster_limits");
});
afterAll(() => database[Symbol.asyncDispose]());

const start = (redisUrl: string): Promise<TestServer> =>
  startServer({
    mongodbUrl: database.url,
    env: { REDIS_URL: redisUrl, RATE_LIMITS: `public-address=${CALLS}/1h`, TRUST_PROXY: "true" },
  });

let callers = 0;
const newCaller = () => `192.0.2.${++callers}`;

const ask = (server: TestServer, address: string) =>
  fetch(`${server.url}/trpc/maps.config`, { headers: { "x-forwarded-for": address } });

const guess = (server: TestServer, email: string) =>
  fetch(`${server.url}/trpc/auth.login`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-forwarded-for": "198.51.100.1" },
    body: JSON.stringify({ email, password: "not the password" }),
  });

/** How many of the calls, by turns to each server, are let through; and the longest that one took. */
async function admitted(calls: number, servers: TestServer[], address = newCaller()) {
  let count = 0;
  let longestMs = 0;
  for (let i = 0; i < calls; i++) {
    const begun = performance.now();
    const { status } = await ask(servers[i % servers.length] as TestServer, address);
    longestMs = Math.max(longestMs, performance.now() - begun);
    expect([200, 429]).toContain(status);
    if (status === 200) count += 1;
  }
  return { count, longestMs };
}

async function redisAt({ url }: TestServer): Promise<{ status: number; ready: string; redis: string }> {
  const response = await fetch(`${url}/readyz`);
  const { status: ready, checks } = (await response.json()) as { status: string; checks: { redis: string } };
  return { status: response.status, ready, redis: checks.redis };
}

async function metricOf({ url }: TestServer, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)$`, "m").exec(text)?.[1]);
}

describe("two processes with one Redis", () => {
  let redis: TestRedis;
  let servers: TestServer[];
  beforeAll(async () => {
    redis = await startRedis({ password: PASSWORD });
    servers = await Promise.all([start(redis.url), start(redis.url)]);
  }, 60_000);
  afterAll(async () => {
    redis.thaw();
    for (const server of servers) await server[Symbol.asyncDispose]();
    await redis[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    for (const server of servers)
      await waitFor("Redis to be used", async () => (await redisAt(server)).redis === "ok");
  });

  test("share the points of a caller", async () => {
    expect((await admitted(2 * CALLS, servers)).count).toBe(CALLS);
    const [one, other] = servers as [TestServer, TestServer];
    const caller = newCaller();
    await ask(one, caller);
    const answer = await ask(other, caller);
    expect(answer.headers.get("ratelimit")).toMatch(/^"public-address";r=18;t=(3600|3599)$/);
  });

  test("share the tries at a password", async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 14; i++)
      statuses.push((await guess(servers[i % 2] as TestServer, "victim@medex.test")).status);
    expect(statuses).toEqual([...Array(10).fill(401), ...Array(4).fill(429)]);
  });

  test("answer in time while it hangs, each with limits of its own, and share again by themselves", async () => {
    redis.freeze();
    const { count, longestMs } = await admitted(3 * CALLS, servers);
    expect(count).toBe(2 * CALLS);
    expect(longestMs).toBeLessThan(BOUND_MS);
    for (const server of servers) {
      expect(await redisAt(server)).toEqual({ status: 200, ready: "ready", redis: "degraded" });
      expect(await metricOf(server, "medex_redis_up")).toBe(0);
      expect(await metricOf(server, "medex_redis_insured_total")).toBeGreaterThanOrEqual(CALLS);
      await server.untilPrinted("Redis does not answer");
    }
    redis.thaw();
    for (const server of servers) {
      await waitFor("Redis to be used", async () => (await redisAt(server)).redis === "ok");
      await server.untilPrinted("Redis answers again");
      expect(await metricOf(server, "medex_redis_up")).toBe(1);
    }
    expect((await admitted(2 * CALLS, servers)).count).toBe(CALLS);
  });

  test("answer in time when it is killed, and share again when it is back", async () => {
    const caller = newCaller();
    await admitted(4, servers, caller);
    await redis.kill();
    const { count, longestMs } = await admitted(3 * CALLS, servers);
    expect(count).toBe(2 * CALLS);
    expect(longestMs).toBeLessThan(BOUND_MS);
    await redis.restart();
    for (const server of servers)
      await waitFor("Redis to be used", async () => (await redisAt(server)).redis === "ok");
    expect((await admitted(2 * CALLS, servers)).count).toBe(CALLS);
  }, 60_000);

  test("write no password of it anywhere", async () => {
    await using refused = await start(redis.url.replace(PASSWORD, `${PASSWORD}-wrong`));
    expect((await admitted(CALLS + 5, [refused])).count).toBe(CALLS);
    await refused.untilPrinted("Redis does not answer");
    for (const server of [...servers, refused]) expect(server.output()).not.toContain(PASSWORD);
  }, 60_000);
});

test("the first call of a process is counted, whatever else it says to Redis in the same moment", async () => {
  await using redis = await startRedis();
  await using process = await aProcessAt(redis.url);
  const insured: string[] = [];
  const limiter = createRedisLimiter({
    redis: process.redis,
    insurance: createMemoryLimiter(systemClock),
    onInsured: () => insured.push("insured"),
  });
  const rule = { name: "read-account", points: 5, windowSeconds: 60 };
  const [answer, standing] = await Promise.all([
    process.redis.run(() => process.redis.client.ping()),
    limiter.take(rule, "caller"),
  ]);
  expect([answer, standing.remaining, insured]).toEqual(["PONG", 4, []]);
});

test("a process whose Redis was never there starts, answers and counts by itself", async () => {
  await using server = await start("redis://127.0.0.1:1");
  expect(await redisAt(server)).toEqual({ status: 200, ready: "ready", redis: "degraded" });
  expect((await admitted(CALLS + 5, [server])).count).toBe(CALLS);
  await server.untilPrinted("Redis does not answer");
  expect(server.output().match(/Redis does not answer/g)).toHaveLength(1);
}, 60_000);
