import { describe, expect, test } from "bun:test";
import { createMedexClient, type MedexClient } from "../../src/sdk/index.ts";
import type { DurableMessage, LiveMessage } from "../../src/shared/events.ts";
import type { TrackingMessage } from "../../src/shared/tracking/tracking.schema.ts";
import { testDatabase } from "../support/mongo.ts";
import { PASSWORD, PLACES } from "../support/people.ts";
import { startServer, type TestServer } from "../support/process.ts";
import { startRedis, type TestRedis } from "../support/redis.ts";
import { anOrderFor, createServerWorld, type ServerWorld } from "../support/server-world.ts";
import { waitFor } from "../support/wait-for.ts";

/*
 * Two processes whose Redis hangs, dies or was never there, with people at work: commands and events go on, who follows
 * positions is told, and all is well again by itself.
 */

/** A longer campaign: REDIS_FAULT_RUNS=5 bun test tests/cluster/degraded.test.ts */
const RUNS = Number(process.env.REDIS_FAULT_RUNS ?? 1);
/** Until a loss, or its end, is told. */
const TOLD_MS = 10_000;

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

/** Somebody who follows everything of a business, and one of its parcels, at one process. */
class Follower implements AsyncDisposable {
  readonly live: LiveMessage[] = [];
  readonly events: DurableMessage[] = [];
  readonly tracked: TrackingMessage[] = [];

  private constructor(private readonly client: MedexClient) {}

  static async at(server: TestServer, vendorId: string, token: string): Promise<Follower> {
    const client = createMedexClient({ url: server.url });
    const follower = new Follower(client);
    await client.login("vendor@world.test", PASSWORD);
    let isBegun = false;
    client.realtime.vendorLocations.subscribe(
      { vendorId },
      {
        onData: messages => {
          isBegun = true;
          follower.live.push(...messages);
        },
      },
    );
    client.realtime.vendor.subscribe({ vendorId }, { onData: ({ data }) => void follower.events.push(data) });
    client.tracking.watch.subscribe({ token }, { onData: ({ data }) => void follower.tracked.push(data) });
    await waitFor("all to begin", () => isBegun && follower.events.length > 0 && follower.tracked.length > 0);
    return follower;
  }

  /** What it was told of the state of positions, by the board and by the tracking page. */
  states(): boolean[][] {
    return [this.live, this.tracked].map(messages =>
      messages.flatMap(message => (message.type === "live_state" ? [message.isDegraded] : [])),
    );
  }

  hasPositionOf(timestamp: string): boolean {
    return this.live.some(message => message.type === "driver_location" && message.timestamp === timestamp);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.close();
  }
}

/** An order from its making to the pickup; every step is acknowledged. */
async function anOrderOnItsWay({ vendor, vendorId, drivers }: ServerWorld) {
  const [driver] = drivers;
  const { id: orderId, trackingToken } = await vendor.orders.create.mutate(anOrderFor(vendorId));
  await vendor.orders.accept.mutate({ orderId });
  const { assignmentId } = await vendor.orders.assign.mutate({ orderId, driverId: driver?.driverId ?? "" });
  await driver?.client.assignments.accept.mutate({ assignmentId: String(assignmentId) });
  await driver?.client.orders.pickUp.mutate({ orderId });
  return { orderId, token: String(trackingToken) };
}

async function report({ drivers }: ServerWorld): Promise<string> {
  const { latitude, longitude } = PLACES.pharmacy;
  const timestamp = new Date().toISOString();
  await drivers[0]?.client.drivers.reportLocation.mutate({ points: [{ latitude, longitude, timestamp }] });
  return timestamp;
}

async function stateAt({ url }: TestServer) {
  const { checks } = (await (await fetch(`${url}/readyz`)).json()) as { checks: { redis: string } };
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const isDegraded = /^medex_live_degraded (\d)$/m.exec(metrics)?.[1];
  return { redis: checks.redis, isDegraded };
}

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
