import { afterAll, beforeAll, expect, test } from "bun:test";
import { createMedexClient, type MedexClient } from "../../src/sdk/index.ts";
import type { LiveMessage } from "../../src/shared/events.ts";
import { type TestDatabase, testDatabase } from "../support/mongo.ts";
import { PASSWORD, PLACES } from "../support/people.ts";
import { startServer, type TestServer } from "../support/process.ts";
import { startRedisCluster, type TestRedisCluster } from "../support/redis.ts";
import { createServerWorld, type ServerWorld } from "../support/server-world.ts";
import { waitFor } from "../support/wait-for.ts";

/*
 * Two processes at a Redis Cluster of two nodes: what one Redis does for them, it does too.
 */

const CALLS = 20;

let database: TestDatabase;
let cluster: TestRedisCluster;
let one: TestServer;
let other: TestServer;
let world: ServerWorld;
let board: MedexClient;
const heard: LiveMessage[] = [];

beforeAll(async () => {
  [database, cluster] = await Promise.all([testDatabase("cluster_redis_cluster"), startRedisCluster()]);
  const env = { REDIS_URL: cluster.url, RATE_LIMITS: `public-address=${CALLS}/1h`, TRUST_PROXY: "true" };
  one = await startServer({ mongodbUrl: database.url, env });
  other = await startServer({ mongodbUrl: database.url, env, dataDir: one.dataDir });
  world = await createServerWorld(one, database.url);
  board = createMedexClient({ url: other.url });
  await board.login("vendor@world.test", PASSWORD);
  board.realtime.vendorLocations.subscribe(
    { vendorId: world.vendorId },
    { onData: messages => void heard.push(...messages) },
  );
  await waitFor("the board to begin", () => heard.length > 0);
}, 90_000);
afterAll(async () => {
  await board?.close();
  for (const part of [world, other, one, cluster, database]) await part?.[Symbol.asyncDispose]();
});

const driver = () => {
  const [first] = world.drivers;
  if (!first) throw new Error("There is no driver");
  return first;
};

async function report(): Promise<string> {
  const { latitude, longitude } = PLACES.home;
  const timestamp = new Date().toISOString();
  await driver().client.drivers.reportLocation.mutate({ points: [{ latitude, longitude, timestamp }] });
  return timestamp;
}

const isSeen = (timestamp: string) =>
  heard.some(message => message.type === "driver_location" && message.timestamp === timestamp);

test("they say that it is there", async () => {
  for (const { url } of [one, other])
    expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ checks: { redis: "ok" } });
});

test("a position that is reported to one process is seen at the other", async () => {
  const timestamp = await report();
  await waitFor("the position", () => isSeen(timestamp));
});

test("a phone that is connected to one process is connected on a board of the other", async () => {
  const { client, driverId } = driver();
  const isConnected = () =>
    heard
      .flatMap(message =>
        message.type === "driver_presence" && message.driverId === driverId ? [message.isConnected] : [],
      )
      .at(-1);
  const phone = client.realtime.driver.subscribe({ driverId }, {});
  await waitFor("it to be up", isConnected);
  phone.unsubscribe();
  await waitFor("it to be down", () => isConnected() === false);
});

test("they share the points of a caller", async () => {
  const statuses: number[] = [];
  for (let i = 0; i < 2 * CALLS; i += 1) {
    const { url } = i % 2 ? one : other;
    const headers = { "x-forwarded-for": "192.0.2.77" };
    statuses.push((await fetch(`${url}/trpc/maps.config`, { headers })).status);
  }
  expect(statuses.filter(status => status === 200)).toHaveLength(CALLS);
});

test("a node that is killed is told of where it is missed, and used again when it is back", async () => {
  const home = await cluster.homeOf(`medex:live:{${world.vendorId}}`);
  await home.kill();
  await waitFor("the loss to be told", () =>
    heard.some(message => message.type === "live_state" && message.isDegraded),
  );
  const missed = await report();
  await home.restart();
  await waitFor("the end, with what was missed", () => isSeen(missed), 30_000);
  await waitFor("positions again", async () => {
    const timestamp = await report();
    return waitFor("this one", () => isSeen(timestamp), 1_000).catch(() => false);
  });
}, 60_000);
