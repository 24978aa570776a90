import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { LiveBus, LivePost, Reach } from "../../src/server/platform/live-bus/live-bus.port.ts";
import { createMemoryLiveBus } from "../../src/server/platform/live-bus/memory.live-bus.ts";
import { shareLiveBus } from "../../src/server/platform/redis/redis.live-bus.ts";
import { type LiveMessage, vendorRoom } from "../../src/shared/events.ts";
import { OrderId, VendorId } from "../../src/shared/ids.ts";
import { startRedis, startRedisCluster, type TestRedis, type TestRedisCluster } from "../support/redis.ts";
import { aProcessAt, type RedisProcess } from "../support/redis-parts.ts";
import { waitFor } from "../support/wait-for.ts";

/*
 * The live bus of several processes over a real Redis, and over two nodes of a real cluster.
 */

const aVendor = () => VendorId.parse(crypto.randomUUID());
const channelOf = (vendorId: VendorId) => `medex:live:{${vendorId}}`;

/** Something told of a business; `watchers` numbers it. */
const aPost = (vendorId: VendorId, watchers: number): LivePost => ({
  vendorId,
  rooms: [vendorRoom(vendorId)],
  message: { type: "order_watched", orderId: OrderId.parse(crypto.randomUUID()), asOf: 0, watchers },
});

type Member = RedisProcess & { bus: LiveBus };

async function aMember(url: string): Promise<Member> {
  const process = await aProcessAt(url);
  return { ...process, bus: shareLiveBus(createMemoryLiveBus(), process.channels) };
}

/** Listens to the room of a business, and keeps what it hears and how far the bus reaches. */
function listenTo({ bus }: Member, vendorId: VendorId) {
  const numbers: number[] = [];
  const reaches: Reach[] = [];
  const hear = (messages: readonly LiveMessage[]) => {
    for (const message of messages) if (message.type === "order_watched") numbers.push(message.watchers);
  };
  const stops = [
    bus.listen({ vendorId, room: vendorRoom(vendorId) }, hear),
    bus.follow(vendorId, reach => reaches.push(reach)),
  ];
  const stop = () => {
    for (const end of stops) end();
  };
  return {
    numbers,
    reaches,
    stop,
    whole: () => waitFor("the bus to reach", () => reaches.at(-1) === "whole"),
    [Symbol.dispose]: stop,
  };
}

describe("at one Redis", () => {
  let redis: TestRedis;
  let here: Member;
  let there: Member;
  beforeAll(async () => {
    redis = await startRedis();
    [here, there] = [await aMember(redis.url), await aMember(redis.url)];
  });
  afterAll(async () => {
    await here?.[Symbol.asyncDispose]();
    await there?.[Symbol.asyncDispose]();
    await redis?.[Symbol.asyncDispose]();
  });

  const channelsNow = () =>
    redis.ask(async client => ((await client.pubsub("SHARDCHANNELS")) as string[]).toSorted());

  test("a process hears of the businesses that are watched at it, over one connection, and of no others", async () => {
    const [watched, other] = [aVendor(), aVendor()];
    const before = await redis.ask(client => client.call("CLIENT", "LIST", "TYPE", "pubsub"));
    const heard: string[] = [];
    await using spy = await aProcessAt(redis.url);
    for (const vendorId of [watched, other])
      spy.channels.open(`live:{${vendorId}}`, { hear: () => heard.push(vendorId) });
    using board = listenTo(here, watched);
    await board.whole();
    await waitFor("the spy to listen", () => spy.channels.health().lost === 0);
    there.bus.publish([aPost(watched, 1), aPost(other, 2)]);
    await waitFor("both to be told", () => heard.length === 2);
    expect(board.numbers).toEqual([1]);
    using _second = listenTo(here, other);
    await waitFor("another channel", async () => (await channelsNow()).length === 2);
    const after = await redis.ask(client => client.call("CLIENT", "LIST", "TYPE", "pubsub"));
    // One of this process, and one of the spy.
    const lines = (text: unknown) => String(text).split("\n").filter(Boolean).length;
    expect(lines(after) - lines(before)).toBe(2);
  });

  test("a channel is there as long as somebody listens to a room of the business, and then no more", async () => {
    const vendorId = aVendor();
    const boards = [listenTo(here, vendorId), listenTo(here, vendorId)];
    await boards[0]?.whole();
    expect(await channelsNow()).toContain(channelOf(vendorId));
    boards[0]?.stop();
    boards[0]?.stop();
    there.bus.publish([aPost(vendorId, 7)]);
    await waitFor("the other board", () => boards[1]?.numbers.includes(7));
    expect(boards[0]?.numbers).toEqual([]);
    boards[1]?.stop();
    await waitFor("the channel to go", async () => !(await channelsNow()).includes(channelOf(vendorId)));
    expect(here.channels.health().wanted).toBe(0);
  });

  test("ten thousand boards that come and go leave no channel behind", async () => {
    const vendors = Array.from({ length: 100 }, aVendor);
    for (let round = 0; round < 100; round += 1)
      for (const vendorId of vendors) listenTo(here, vendorId).stop();
    using board = listenTo(here, vendors[0] as VendorId);
    await board.whole();
    await waitFor("the last to go", async () => (await channelsNow()).length === 1);
    there.bus.publish([aPost(vendors[0] as VendorId, 1)]);
    await waitFor("the message", () => board.numbers.length === 1);
  });

  test("who listens is told when it hangs, is killed and is back, and hears again by himself", async () => {
    const vendorId = aVendor();
    using board = listenTo(here, vendorId);
    await board.whole();
    const isHeard = async (number: number) => {
      there.bus.publish([aPost(vendorId, number)]);
      return waitFor("the message", () => board.numbers.includes(number), 200).catch(() => false);
    };
    for (const [away, back] of [
      [redis.freeze, redis.thaw],
      [redis.kill, redis.restart],
    ] as const) {
      await away();
      await waitFor("the loss to be told", () => board.reaches.at(-1) === "lost");
      expect(here.channels.health().lost).toBe(1);
      await back();
      await board.whole();
      await waitFor("to be heard again", () => isHeard(board.numbers.length + 100));
    }
    expect(board.reaches.filter(reach => reach === "lost")).toHaveLength(2);
  }, 30_000);
});

test("at a Redis that is too old for it, who listens is told that nothing is heard", async () => {
  await using redis = await startRedis({ isModern: false });
  await using member = await aMember(redis.url);
  using board = listenTo(member, aVendor());
  await waitFor("the loss to be told", () => board.reaches.at(-1) === "lost");
  expect(member.channels.health()).toEqual({ wanted: 1, lost: 1 });
});

describe("at a cluster of two nodes", () => {
  let cluster: TestRedisCluster;
  let here: Member;
  let there: Member;
  beforeAll(async () => {
    cluster = await startRedisCluster();
    [here, there] = [await aMember(cluster.url), await aMember(cluster.url)];
  }, 30_000);
  afterAll(async () => {
    await here?.[Symbol.asyncDispose]();
    await there?.[Symbol.asyncDispose]();
    await cluster?.[Symbol.asyncDispose]();
  });

  /** A business whose channel lives at the node. */
  async function aVendorAt(node: TestRedis): Promise<VendorId> {
    for (;;) {
      const vendorId = aVendor();
      if ((await cluster.homeOf(channelOf(vendorId))) === node) return vendorId;
    }
  }

  test("businesses of both nodes are heard, each where its slot lives", async () => {
    for (const node of cluster.nodes) {
      const vendorId = await aVendorAt(node);
      using board = listenTo(here, vendorId);
      await board.whole();
      there.bus.publish([aPost(vendorId, 1)]);
      await waitFor("the message", () => board.numbers.length === 1);
      expect(await node.ask(client => client.pubsub("SHARDCHANNELS"))).toEqual([channelOf(vendorId)]);
    }
  });

  test("a slot that moves to the other node takes its listeners with it", async () => {
    const vendorId = await aVendorAt(cluster.nodes[0]);
    using board = listenTo(here, vendorId);
    await board.whole();
    await cluster.move(channelOf(vendorId));
    await waitFor("to be heard at the other node", () => {
      there.bus.publish([aPost(vendorId, 1)]);
      return board.numbers.length > 0;
    });
    expect(await cluster.homeOf(channelOf(vendorId))).toBe(cluster.nodes[1]);
  });

  test("a node that is killed and comes back is heard again, and the other one all the while", async () => {
    const [killed, kept] = cluster.nodes;
    const vendors = [await aVendorAt(killed), await aVendorAt(kept)] as const;
    using lost = listenTo(here, vendors[0]);
    using board = listenTo(here, vendors[1]);
    await lost.whole();
    await board.whole();
    await killed.kill();
    await waitFor("the loss to be told", () => lost.reaches.at(-1) === "lost");
    expect(board.reaches).not.toContain("lost");
    await killed.restart();
    await lost.whole();
    for (const [vendorId, { numbers }] of [
      [vendors[0], lost],
      [vendors[1], board],
    ] as const)
      await waitFor("to be heard", () => {
        there.bus.publish([aPost(vendorId, 9)]);
        return numbers.includes(9);
      });
  }, 30_000);
});
