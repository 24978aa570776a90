import { Redis } from "ioredis";
import { createEventsRepo, type EventDoc } from "../../src/server/features/events/index.ts";
import { systemClock } from "../../src/server/platform/clock/system.clock.ts";
import { createMemoryLiveBus } from "../../src/server/platform/live-bus/memory.live-bus.ts";
import { createLogger } from "../../src/server/platform/logger/logger.ts";
import { connectMongo } from "../../src/server/platform/mongo/connect.ts";
import { createTransactor } from "../../src/server/platform/mongo/transactions.ts";
import { openChannels } from "../../src/server/platform/redis/channel.ts";
import { connectRedis } from "../../src/server/platform/redis/connect.ts";
import { shareLiveBus } from "../../src/server/platform/redis/redis.live-bus.ts";
import { systemTimers } from "../../src/server/platform/timers/system.timers.ts";
import { type DriverLocationMessage, orderRoom, vendorRoom } from "../../src/shared/events.ts";
import { DriverId, OrderId, VendorId } from "../../src/shared/ids.ts";

/*
 * Where events come from. Each source makes one event a call and says, at the moment that ages are counted from, what
 * time the event carries; it resolves when the other side has acknowledged it.
 */

export type SourcePlan =
  /** Reports of drivers' phones, one after the other: to the product by its API, to others as the bare message. */
  | { source: "reports"; url: string; phones: { driverId: string; token: string }[] }
  | { source: "posts"; url: string; driverIds: string[] }
  /** Positions that another process of the product has taken and passes on. */
  | { source: "redis"; url: string; vendorId: string; driverIds: string[] }
  /** The bare message through Redis. */
  | { source: "channel"; url: string; driverIds: string[] }
  /** Durable events, each in a transaction of its own, of each business in turn. */
  | { source: "commits"; mongodbUrl: string; vendorIds: string[] };

export type Source = AsyncDisposable & { make(made: (time: string) => void): Promise<void> };

const START = { latitude: 60.166, longitude: 24.9384 };
/** A little further with each event: about four metres. */
const STEP_DEGREES = 0.000_04;

export async function openSource(plan: SourcePlan): Promise<Source> {
  const nextTime = createTimes();
  switch (plan.source) {
    case "reports":
      return {
        make: async made => {
          const { item: phone, round } = turn(plan.phones);
          const timestamp = nextTime();
          made(timestamp);
          await post(`${plan.url}/trpc/drivers.reportLocation`, phone.token, {
            points: [{ ...placeIn(round), timestamp, accuracy: 8, speed: 20 }],
          });
        },
        [Symbol.asyncDispose]: async () => {},
      };
    case "posts":
      return {
        make: async made => {
          const { item: driverId, round } = turn(plan.driverIds);
          const message = position(driverId, round, nextTime());
          made(message.timestamp);
          await post(plan.url, null, message);
        },
        [Symbol.asyncDispose]: async () => {},
      };
    case "redis": {
      const stack = new AsyncDisposableStack();
      const logger = createLogger("warn");
      const parts = { timers: systemTimers, logger };
      const redis = stack.use(await connectRedis({ ...parts, url: plan.url, clock: systemClock }));
      const channels = stack.use(openChannels({ ...parts, redis, processId: "load" }));
      const bus = shareLiveBus(createMemoryLiveBus(), channels);
      const vendorId = VendorId.parse(plan.vendorId);
      return {
        make: async made => {
          const { item: driverId, round } = turn(plan.driverIds);
          const message = position(driverId, round, nextTime());
          made(message.timestamp);
          bus.publish([{ vendorId, rooms: [vendorRoom(vendorId)], message }]);
        },
        [Symbol.asyncDispose]: () => stack.disposeAsync(),
      };
    }
    case "channel": {
      const redis = new Redis(plan.url);
      return {
        make: async made => {
          const { item: driverId, round } = turn(plan.driverIds);
          const message = position(driverId, round, nextTime());
          made(message.timestamp);
          await redis.publish("bench", JSON.stringify(message));
        },
        [Symbol.asyncDispose]: async () => redis.disconnect(),
      };
    }
    case "commits": {
      const mongo = await connectMongo({ url: plan.mongodbUrl });
      const transact = createTransactor(mongo.client);
      const events = createEventsRepo(mongo.db);
      return {
        make: async made => {
          const { item: vendorId } = turn(plan.vendorIds);
          const doc = eventOf(VendorId.parse(vendorId), nextTime());
          await transact(async tx => {
            await events.append(tx, [doc]);
            // From here on it is being committed.
            made(doc.payload.at);
          });
        },
        [Symbol.asyncDispose]: () => mongo[Symbol.asyncDispose](),
      };
    }
  }

  function turn<Item>(items: readonly Item[]): { item: Item; round: number } {
    const number = turns++;
    return { item: items[number % items.length] as Item, round: Math.floor(number / items.length) };
  }
}

let turns = 0;

/** The present, and never the same millisecond twice. */
function createTimes(): () => string {
  let last = 0;
  return () => {
    last = Math.max(Date.now(), last + 1);
    return new Date(last).toISOString();
  };
}

/** Up the street and down again. */
export const placeIn = (round: number) => ({
  latitude: START.latitude + Math.abs((round % 500) - 250) * STEP_DEGREES,
  longitude: START.longitude,
});

const position = (driverId: string, round: number, timestamp: string): DriverLocationMessage => ({
  type: "driver_location",
  driverId: DriverId.parse(driverId),
  ...placeIn(round),
  timestamp,
  speed: 20,
  heading: null,
  accuracy: 8,
  // All the same: with turns for idle drivers there would be less to do.
  isCarrying: true,
});

export function eventOf(vendorId: VendorId, at: string): EventDoc {
  const orderId = OrderId.parse(crypto.randomUUID());
  return {
    _id: crypto.randomUUID(),
    orderId,
    driverId: null,
    seq: 1,
    type: "order_status",
    actor: { id: null, role: "system", name: "benchmark" },
    at: new Date(at),
    payload: {
      type: "order_status",
      orderId,
      vendorId,
      seq: 1,
      at,
      action: "create",
      status: "pending",
      driverId: null,
    },
    detail: null,
    rooms: [vendorRoom(vendorId), orderRoom(orderId)],
  };
}

async function post(url: string, token: string | null, body: object): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status} ${answer.slice(0, 300)}`);
}
