import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { createMedexClient, type MedexClient } from "../../src/sdk/index.ts";
import type { LiveMessage } from "../../src/shared/events.ts";
import { openRaw } from "../integration/realtime/raw-socket.ts";
import { type TestDatabase, testDatabase } from "../support/mongo.ts";
import { PASSWORD, PLACES } from "../support/people.ts";
import { startServer, type TestServer } from "../support/process.ts";
import { startRedis, type TestRedis } from "../support/redis.ts";
import { createServerWorld, type ServerWorld } from "../support/server-world.ts";
import { waitFor } from "../support/wait-for.ts";

/*
 * Two processes with one Redis: what happens at one of them is seen at the other.
 */

/** A session that was ended is off the air within this time; without Redis it would be up to 5 s. */
const SOON_MS = 1_000;

let database: TestDatabase;
let redis: TestRedis;
let one: TestServer;
let other: TestServer;
let world: ServerWorld;
const clients: MedexClient[] = [];

beforeAll(async () => {
  [database, redis] = await Promise.all([testDatabase("cluster_live"), startRedis()]);
  const env = { REDIS_URL: redis.url };
  one = await startServer({ mongodbUrl: database.url, env });
  // The same secrets: a token of one is good at the other.
  other = await startServer({ mongodbUrl: database.url, env, dataDir: one.dataDir });
  world = await createServerWorld(one, database.url);
}, 90_000);
afterAll(async () => {
  for (const client of clients) await client.close();
  await world?.[Symbol.asyncDispose]();
  await other?.[Symbol.asyncDispose]();
  await one?.[Symbol.asyncDispose]();
  await redis?.[Symbol.asyncDispose]();
  await database?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  for (const { url } of [one, other])
    await waitFor("Redis to be used", async () => {
      const { checks } = (await (await fetch(`${url}/readyz`)).json()) as { checks: { redis: string } };
      return checks.redis === "ok";
    });
});

async function vendorAt(server: TestServer): Promise<MedexClient> {
  const client = createMedexClient({ url: server.url });
  clients.push(client);
  await client.login("vendor@world.test", PASSWORD);
  return client;
}

/** The positions that a board hears which is open at the other process. */
async function watchFleet() {
  const heard: LiveMessage[] = [];
  let isListening = false;
  const board = await vendorAt(other);
  board.realtime.vendorLocations.subscribe(
    { vendorId: world.vendorId },
    {
      onData: messages => {
        isListening = true;
        heard.push(...messages);
      },
    },
  );
  await waitFor("the board to listen", () => isListening);
  return heard;
}

const report = async () => {
  const { latitude, longitude } = PLACES.home;
  const timestamp = new Date().toISOString();
  await world.drivers[0]?.client.drivers.reportLocation.mutate({
    points: [{ latitude, longitude, timestamp }],
  });
  return timestamp;
};

test("a position that is reported to one process is seen at the other, and again after Redis was away", async () => {
  const heard = await watchFleet();
  const isHeard = async () => {
    const timestamp = await report();
    const isIt = (message: LiveMessage) =>
      message.type === "driver_location" && message.timestamp === timestamp;
    return waitFor("the position", () => heard.some(isIt), SOON_MS).catch(() => false);
  };
  expect(await isHeard()).toBe(true);
  await redis.restart();
  await waitFor("positions again", isHeard);
}, 60_000);

test("a session that is ended at one process is off the air at the other within a second", async () => {
  // Without a word from the first process the other looks every four seconds: once could be luck.
  for (let round = 0; round < 4; round++) {
    const leaving = await vendorAt(one);
    const state = leaving.session.get();
    if (state.status !== "signedIn") throw new Error("The vendor is not signed in");
    const { accessToken: token } = state.credentials;
    const raw = await openRaw(other.port, "?connectionParams=1");
    raw.send(JSON.stringify({ method: "connectionParams", data: { token } }));
    const params = { path: "realtime.vendor", input: { vendorId: world.vendorId } };
    raw.send(JSON.stringify({ id: 1, method: "subscription", params }));
    await raw.until('"ready"');
    await leaving.logout();
    const endedAt = performance.now();
    expect(await raw.closed).toBe(4401);
    expect(performance.now() - endedAt).toBeLessThan(SOON_MS);
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(`${other.url}/trpc/auth.me`, { headers })).status).toBe(401);
  }
}, 60_000);
