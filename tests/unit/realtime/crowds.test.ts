import { expect, test } from "bun:test";
import { createRealtimeService } from "../../../src/server/features/realtime/index.ts";
import { createTrackingService } from "../../../src/server/features/tracking/index.ts";
import type { Actor } from "../../../src/shared/auth/actor.ts";
import type { DurableMessage, Room } from "../../../src/shared/events.ts";
import { OrderId, TrackingToken, UserId, VendorId } from "../../../src/shared/ids.ts";
import { createManualTime } from "../../support/manual-time.ts";

const FOLLOWERS = 500;
const uuid = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`;
const orderId = OrderId.parse(uuid(1));
const vendorId = VendorId.parse(uuid(2));
const ORDER = {
  _id: orderId,
  vendorId,
  status: "accepted",
  driverId: null,
  driver: null,
  delivery: { address: "Aleksanterinkatu 21, Helsinki", location: { coordinates: [24.9459, 60.1689] } },
  driverAssignedAt: null,
  pickedUpAt: null,
  outForDeliveryAt: null,
  deliveredAt: null,
  cancelledAt: null,
};
const settled = () => new Promise(setImmediate);

/** A log and a bus that tell what the test says, and count who hears it. */
function createNews() {
  const hearers = new Set<(heard: { message: DurableMessage }) => void>();
  return {
    log: {
      cursor: () => "1.1.1",
      listen(_: Room, hear: (heard: { message: DurableMessage }) => void) {
        hearers.add(hear);
        return () => hearers.delete(hear);
      },
    },
    live: {
      listen: () => () => {},
      follow: () => () => {},
      async *subscribe(_: unknown, { signal }: { signal: AbortSignal }) {
        yield [];
        await new Promise(resolve => signal.addEventListener("abort", resolve));
      },
    },
    hearers,
    happen() {
      for (const hear of hearers) hear({ message: { type: "resync" } });
    },
  };
}

/** Begins so many streams at once, and reads of each what it says. */
function readAll(begin: (signal: AbortSignal) => AsyncGenerator<unknown>) {
  const over = new AbortController();
  const reading = Array.from({ length: FOLLOWERS }, async () => {
    for await (const _ of begin(over.signal));
  });
  return async () => {
    over.abort();
    await Promise.all(reading);
  };
}

test("an order that somebody follows many times over is looked at twice for him when something happens to it", async () => {
  const news = createNews();
  const asked: UserId[] = [];
  const service = createRealtimeService({
    ...news,
    requireOrder: async ({ userId }: Actor) => {
      asked.push(userId);
      return { status: "accepted", driverId: null, version: 1, vendorId };
    },
  } as never);
  const [me, other] = [uuid(3), uuid(4)].map(id => ({ userId: UserId.parse(id), role: "user" }) as Actor);
  const stop = readAll(signal => service.orderLocations(me as Actor, { orderId, signal }));
  const stopOther = readAll(signal => service.orderLocations(other as Actor, { orderId, signal }));
  await settled();
  expect(news.hearers.size).toBe(2 * FOLLOWERS);
  asked.length = 0;
  news.happen();
  await settled();
  expect(new Set(asked)).toEqual(new Set([me?.userId, other?.userId] as UserId[]));
  expect(asked.length).toBeLessThanOrEqual(4);
  await Promise.all([stop(), stopOther()]);
});

test("a tracking link that a crowd has open is looked up twice when something happens", async () => {
  const news = createNews();
  const { clock, timers } = createManualTime();
  const token = TrackingToken.parse("x".repeat(32));
  let asked = 0;
  const service = createTrackingService({
    ...news,
    clock,
    timers,
    presence: { watcher: () => ({ [Symbol.dispose]: () => {} }) },
    linkOpened: async () => {},
    trackingLinkHours: 72,
    driverOf: async () => null,
    orderByToken: async () => {
      asked += 1;
      const now = clock.now();
      return { ...ORDER, trackingToken: token, createdAt: now, acceptedAt: now };
    },
  } as never);
  const stop = readAll(signal => service.watch({ token, call: {} as never, signal }));
  await settled();
  expect(news.hearers.size).toBe(FOLLOWERS);
  asked = 0;
  news.happen();
  await settled();
  expect([asked > 0, asked <= 2]).toEqual([true, true]);
  await stop();
});
