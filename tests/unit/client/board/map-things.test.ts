import { describe, expect, test } from "bun:test";
import { driversOf } from "../../../../src/client/features/board/map-things.ts";
import type { DriverView } from "../../../../src/shared/drivers/driver.schema.ts";
import type { DriverLocationMessage } from "../../../../src/shared/events.ts";
import { DriverId } from "../../../../src/shared/ids.ts";
import type { OrderView } from "../../../../src/shared/orders/order.schema.ts";

const NOW = Date.parse("2026-11-23T12:00:00.000Z");
const id = DriverId.parse("00000000-0000-4000-8000-000000000001");
const place = (secondsAgo: number) => ({
  latitude: 60.17,
  longitude: 24.94,
  heading: 90,
  accuracy: 8,
  timestamp: new Date(NOW - secondsAgo * 1_000).toISOString(),
});

const driver = (over: Partial<DriverView> = {}) =>
  ({
    id,
    fullName: "Aino Korhonen",
    isActive: true,
    isSilent: false,
    status: "busy",
    location: place(300),
    ...over,
  }) as DriverView;
const carried = {
  id: "order",
  driverId: id,
  status: "out_for_delivery",
  attention: null,
} as unknown as OrderView;
const live = (secondsAgo: number) =>
  new Map([[id, { type: "driver_location", driverId: id, ...place(secondsAgo) } as DriverLocationMessage]]);

const drawn = (position: ReadonlyMap<DriverId, DriverLocationMessage>, over = {}, isCutOff = false) =>
  driversOf([driver(over)], position, [carried], { nowMs: NOW, isCutOff })[0];

describe("a driver on the board's map", () => {
  test("is drawn as of now while he is heard", () => {
    const mark = drawn(live(4));
    expect(mark).toMatchObject({ state: "on_task", label: "Aino Korhonen, AK, 1 in hand" });
    expect(mark).not.toHaveProperty("ageLabel");
  });

  test("has an age as soon as nothing new reaches the board, however young his place is", () => {
    expect(drawn(live(4), {}, true)).toMatchObject({
      state: "on_task",
      ageLabel: "4 s",
      label: "Aino Korhonen, AK 4 s ago, 1 in hand",
    });
  });

  test("has an age when his place is old, before he is called silent", () => {
    expect(drawn(live(90))).toMatchObject({ state: "on_task", ageLabel: "2 min" });
    expect(drawn(new Map(), { isSilent: true })).toMatchObject({
      state: "silent",
      ageLabel: "5 min",
      label: "Aino Korhonen, AK 5 min silent, 1 in hand",
    });
  });
});
