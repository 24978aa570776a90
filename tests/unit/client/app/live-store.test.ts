import { expect, test } from "bun:test";
import { createLiveStore } from "../../../../src/client/app/live-store.ts";
import type { LiveMessage } from "../../../../src/shared/events.ts";
import { DriverId, OrderId } from "../../../../src/shared/ids.ts";

const driverId = DriverId.parse("00000000-0000-4000-8000-000000000001");
const orderId = OrderId.parse("00000000-0000-4000-8000-000000000002");

const phone = (asOf: number, isConnected: boolean): LiveMessage => ({
  type: "driver_presence",
  driverId,
  asOf,
  isConnected,
  lastSeenAt: null,
  lastLocationUpdate: null,
  isSilent: false,
});
const watched = (asOf: number, watchers: number): LiveMessage => ({
  type: "order_watched",
  orderId,
  asOf,
  watchers,
});

test("of two counts the later one holds, whichever came first, until the server begins anew", () => {
  const store = createLiveStore();
  store.put([phone(5, true), watched(5, 2)]);
  store.put([phone(4, false), watched(4, 1)]);
  expect([store.presence(driverId)?.isConnected, store.watchers(orderId)]).toEqual([true, 2]);
  store.put([phone(6, false), watched(6, 0)]);
  expect([store.presence(driverId)?.isConnected, store.watchers(orderId)]).toEqual([false, 0]);
  store.forgetPresence();
  store.put([phone(1, true), watched(1, 3)]);
  expect([store.presence(driverId)?.isConnected, store.watchers(orderId)]).toEqual([true, 3]);
});
