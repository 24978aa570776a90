import { expect, test } from "bun:test";
import { layCable } from "../support/cable.ts";
import { testDatabase } from "../support/mongo.ts";
import { freePort, startServer } from "../support/process.ts";
import { startRedis } from "../support/redis.ts";
import { createServerWorld } from "../support/server-world.ts";
import { waitFor } from "../support/wait-for.ts";
import { anOrderOnItsWay, Follower, report, stateAt, TOLD_MS } from "./followers.ts";

/*
 * Of three processes one alone loses Redis. The others hear each other as ever, and nothing that they see themselves
 * tells them that couriers who report at the lost one have moved on.
 */

test("who follows at the others is told that a process cannot be heard, and what it has stored once it can", async () => {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase("cluster_cut_off"));
  const redis = stack.use(await startRedis());
  const redisPort = Number(new URL(redis.url).port);
  const cable = stack.use(await layCable(redisPort));
  const at = async (port: number, dataDir?: string) =>
    stack.use(
      await startServer({
        mongodbUrl: database.url,
        env: { REDIS_URL: `redis://127.0.0.1:${port}` },
        ...(dataDir && { dataDir }),
      }),
    );
  const lost = await at(cable.port);
  const others = [await at(redisPort, lost.dataDir), await at(redisPort, lost.dataDir)];
  const world = stack.use(await createServerWorld(lost, database.url));
  const { token } = await anOrderOnItsWay(world);
  const followers = await Promise.all(
    others.map(async server => stack.use(await Follower.at(server, world.vendorId, token))),
  );
  const seen = await report(world);
  await waitFor("the position", () => followers.every(each => each.hasPositionOf(seen)));

  cable.leadTo(await freePort());
  cable.cut();
  const allTold = (states: boolean[]) => () =>
    followers.every(follower => follower.states().every(told => Bun.deepEquals(told, states)));
  await waitFor("the loss to be told", allTold([true]), TOLD_MS);
  const missed = await report(world);
  for (const server of others) expect(await stateAt(server)).toEqual({ redis: "ok", isDegraded: "1" });
  const late = stack.use(await Follower.at(others[0] ?? lost, world.vendorId, token));
  followers.push(late);
  await waitFor("who comes only now to be told", allTold([true]));
  // It has read what was known when it began.
  expect(followers.map(each => each.hasPositionOf(missed))).toEqual([false, false, true]);

  cable.leadTo(redisPort);
  await waitFor("the end to be told", allTold([true, false]), TOLD_MS);
  expect(followers.every(each => each.hasPositionOf(missed))).toBe(true);
  await waitFor("positions again", async () => {
    const next = await report(world);
    return waitFor("this one", () => followers.every(each => each.hasPositionOf(next)), 1_000).catch(
      () => false,
    );
  });
}, 90_000);
