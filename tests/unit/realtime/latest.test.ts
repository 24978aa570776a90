import { expect, test } from "bun:test";
import { createLatest } from "../../../src/server/features/realtime/index.ts";
import type { EtaUpdateMessage } from "../../../src/shared/events.ts";
import { OrderId } from "../../../src/shared/ids.ts";
import { positionOf } from "../../support/positions.ts";

test("who keeps up gets the frame itself, the same as everybody else in the room", () => {
  const [one, other] = [createLatest(), createLatest()];
  const frame = [positionOf(1, 1), positionOf(2, 1)];
  for (const latest of [one, other]) latest.put(frame);
  expect(one.take()).toBe(frame);
  expect(other.take()).toBe(frame);
});

test("who is slow gets one position of each driver, the newest, and changes nobody else's frame", () => {
  const latest = createLatest();
  const frame = [positionOf(1, 1), positionOf(2, 5)];
  latest.put(frame);
  latest.put([positionOf(1, 2), positionOf(2, 4), positionOf(3, 1)]);
  latest.put([positionOf(3, 2)]);
  expect(latest.take()).toEqual([positionOf(1, 2), positionOf(2, 5), positionOf(3, 2)]);
  expect(frame).toEqual([positionOf(1, 1), positionOf(2, 5)]);
  expect(latest.take()).toEqual([]);
});

test("what was read takes no newer one's place, and fills in who has not been heard", () => {
  const latest = createLatest();
  latest.put([positionOf(1, 5)]);
  latest.begin([positionOf(1, 4), positionOf(2, 1)]);
  expect(latest.take()).toEqual([positionOf(1, 5), positionOf(2, 1)]);
});

test("what a whole room begins with is one array for all of it, as long as nothing was heard meanwhile", () => {
  const known = [positionOf(1, 4), positionOf(2, 1)];
  const [early, late] = [createLatest(), createLatest()];
  for (const latest of [early, late]) latest.begin(known);
  expect(early.take()).toBe(known);
  late.put([positionOf(1, 5)]);
  expect(late.take()).toEqual([positionOf(1, 5), positionOf(2, 1)]);
  expect(known).toEqual([positionOf(1, 4), positionOf(2, 1)]);
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
