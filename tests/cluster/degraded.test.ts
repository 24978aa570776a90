import { describe, expect, test } from "bun:test";
import { testDatabase } from "../support/mongo.ts";
import { startServer, type TestServer } from "../support/process.ts";
import { startRedis, type TestRedis } from "../support/redis.ts";
import { createServerWorld } from "../support/server-world.ts";
import { waitFor } from "../support/wait-for.ts";
import { anOrderOnItsWay, Follower, report, stateAt, TOLD_MS } from "./followers.ts";

/*
 * Two processes whose Redis hangs, dies or was never there, with people at work: commands and events go on, who follows
 * positions is told, and all is well again by itself.
 */

/** A longer campaign: REDIS_FAULT_RUNS=5 bun test tests/cluster/degraded.test.ts */
const RUNS = Number(process.env.REDIS_FAULT_RUNS ?? 1);

type Fault = {
  isAbsent: boolean;
  begin(redis: TestRedis): Promise<void>;
  end(redis: TestRedis): Promise<void>;
};

const FAULTS: Record<string, Fault> = {
  hangs: { isAbsent: false, begin: async redis => redis.freeze(), end: async redis => redis.thaw() },
  "is killed": { isAbsent: false, begin: redis => redis.kill(), end: redis => redis.restart() },
  "is not there when they start": {
    isAbsent: true,
    begin: redis => redis.kill(),
    end: redis => redis.restart(),
  },
};

describe.each(Object.entries(FAULTS))("when Redis %s", (_name, fault) => {
  for (let run = 1; run <= RUNS; run += 1)
    test(`orders and events go on, followers are told, and positions come again by themselves (run ${run})`, async () => {
      await using stack = new AsyncDisposableStack();
      const database = stack.use(await testDatabase("cluster_degraded"));
      const redis = stack.use(await startRedis());
      if (fault.isAbsent) await fault.begin(redis);
      const options = { mongodbUrl: database.url, env: { REDIS_URL: redis.url } };
      const one = stack.use(await startServer(options));
      const other = stack.use(await startServer({ ...options, dataDir: one.dataDir }));
      const servers = [one, other];
      const world = stack.use(await createServerWorld(one, database.url));
      const { token } = await anOrderOnItsWay(world);
      const followAt = async (server: TestServer) =>
        stack.use(await Follower.at(server, world.vendorId, token));

      const early = await followAt(other);
      if (!fault.isAbsent) {
        const seen = await report(world);
        await waitFor("the position", () => early.hasPositionOf(seen));
        expect(early.states()).toEqual([[], []]);
        await fault.begin(redis);
      }
      await waitFor("the loss to be told", () => early.states().every(states => states.length > 0), TOLD_MS);
      for (const server of servers)
        await waitFor("the state to be shown", async () => {
          const { redis, isDegraded } = await stateAt(server);
          return redis === "degraded" && isDegraded === "1";
        });
      const late = await followAt(other);
      const followers = [early, late];
      await waitFor("who comes only now to be told", () => late.states().every(states => states.length > 0));
      for (const follower of followers) expect(follower.states()).toEqual([[true], [true]]);

      const { orderId } = await anOrderOnItsWay(world);
      const missed = await report(world);
      for (const { events } of followers)
        await waitFor("every event of it", () => {
          const seqs = events.flatMap(event =>
            "orderId" in event && event.orderId === orderId ? [event.seq] : [],
          );
          return [1, 2, 3, 4, 5].every(seq => seqs.includes(seq));
        });
      for (const follower of followers) expect(follower.hasPositionOf(missed)).toBe(false);

      await fault.end(redis);
      for (const follower of followers) {
        await waitFor(
          "the end to be told",
          () => follower.states().every(states => states.length > 1),
          TOLD_MS,
        );
        expect(follower.states()).toEqual([
          [true, false],
          [true, false],
        ]);
        expect(follower.hasPositionOf(missed)).toBe(true);
      }
      await waitFor("positions again", async () => {
        const seen = await report(world);
        return waitFor("this one", () => followers.every(each => each.hasPositionOf(seen)), 1_000).catch(
          () => false,
        );
      });
      for (const server of servers)
        await waitFor("all to be well", async () => {
          const { redis, isDegraded } = await stateAt(server);
          return redis === "ok" && isDegraded === "0";
        });
    }, 90_000);
});
