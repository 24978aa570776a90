import { expect, test } from "bun:test";
import { createLatest } from "../../../src/server/features/realtime/index.ts";
import type { EtaUpdateMessage, LiveMessage } from "../../../src/shared/events.ts";
import { DriverId, OrderId } from "../../../src/shared/ids.ts";

const position = (driver: number, second: number): LiveMessage => ({
  type: "driver_location",
  driverId: DriverId.parse(`00000000-0000-4000-8000-${String(driver).padStart(12, "0")}`),
  latitude: 60,
  longitude: 24,
  timestamp: new Date(second * 1_000).toISOString(),
  speed: null,
  heading: null,
  accuracy: null,
  isCarrying: false,
});

test("who keeps up gets the frame itself, the same as everybody else in the room", () => {
  const [one, other] = [createLatest(), createLatest()];
  const frame = [position(1, 1), position(2, 1)];
  for (const latest of [one, other]) latest.put(frame);
  expect(one.take()).toBe(frame);
  expect(other.take()).toBe(frame);
});

test("who is slow gets one position of each driver, the newest, and changes nobody else's frame", () => {
  const latest = createLatest();
  const frame = [position(1, 1), position(2, 5)];
  latest.put(frame);
  latest.put([position(1, 2), position(2, 4), position(3, 1)]);
  latest.put([position(3, 2)]);
  expect(latest.take()).toEqual([position(1, 2), position(2, 5), position(3, 2)]);
  expect(frame).toEqual([position(1, 1), position(2, 5)]);
  expect(latest.take()).toEqual([]);
});

test("what was read takes no newer one's place, and fills in who has not been heard", () => {
  const latest = createLatest();
  latest.put([position(1, 5)]);
  latest.begin([position(1, 4), position(2, 1)]);
  expect(latest.take()).toEqual([position(1, 5), position(2, 1)]);
});

test("what a whole room begins with is one array for all of it, as long as nothing was heard meanwhile", () => {
  const known = [position(1, 4), position(2, 1)];
  const [early, late] = [createLatest(), createLatest()];
  for (const latest of [early, late]) latest.begin(known);
  expect(early.take()).toBe(known);
  late.put([position(1, 5)]);
  expect(late.take()).toEqual([position(1, 5), position(2, 1)]);
  expect(known).toEqual([position(1, 4), position(2, 1)]);
});

const update = (second: number): EtaUpdateMessage => ({
  type: "eta_update",
  orderId: OrderId.parse("00000000-0000-4000-8000-000000000001"),
  eta: {
    state: "stale",
    reason: "driver_silent",
    since: new Date(0).toISOString(),
    computedAt: new Date(second * 1_000).toISOString(),
  },
});

test("of two estimates of an order the later one waits for its reader, in whatever order processes sent them", () => {
  const latest = createLatest();
  latest.put([update(20)]);
  latest.put([update(10)]);
  expect(latest.take()).toEqual([update(20)]);
  latest.put([update(10)]);
  latest.put([update(20)]);
  expect(latest.take()).toEqual([update(20)]);
  latest.put([update(20)]);
  latest.put([{ ...update(20), eta: null }]);
  expect(latest.take()).toEqual([{ ...update(20), eta: null }]);
});
