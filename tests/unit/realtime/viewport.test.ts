import { describe, expect, test } from "bun:test";
import { boxFor, onGrid } from "../../../src/client/features/board/map-box.ts";
import { createViewport } from "../../../src/server/features/realtime/viewport.ts";
import type { DriverView } from "../../../src/shared/drivers/driver.schema.ts";
import { type LiveMessage, Viewport } from "../../../src/shared/events.ts";
import { OrderId } from "../../../src/shared/ids.ts";
import { positionOf } from "../../support/positions.ts";

const uuid = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`;
const BOX = { west: 24, south: 60, east: 25, north: 61 };

const driverAt = (driver: number, latitude: number, longitude: number) =>
  positionOf(driver, 0, { latitude, longitude });
const eta: LiveMessage = { type: "eta_update", orderId: OrderId.parse(uuid(1)), eta: null };

describe("a viewport", () => {
  test("lets through who is inside or just around it, and what is about no place", () => {
    const isVisible = createViewport(BOX);
    const [inside, near, far] = [driverAt(1, 60.5, 24.5), driverAt(2, 61.2, 24.5), driverAt(3, 61.3, 24.5)];
    expect(isVisible([inside, near, far, eta])).toEqual([inside, near, eta]);
  });

  test("tells of who leaves once more, from outside, and then no longer until he is back", () => {
    const isVisible = createViewport(BOX);
    const [here, out, further, back] = [24.5, 27, 28, 24.9].map(longitude => driverAt(1, 60.5, longitude));
    const seen = [here, out, further, further, back, out].map(
      message => isVisible([message as LiveMessage]).length,
    );
    expect(seen).toEqual([1, 1, 0, 0, 1, 1]);
  });

  test("is refused inside out, beyond the earth, or with more to it", () => {
    expect(Viewport.safeParse(BOX).success).toBe(true);
    for (const wrong of [
      { ...BOX, west: 26 },
      { ...BOX, north: 59 },
      { ...BOX, east: 181 },
      { ...BOX, south: Number.NaN },
      { ...BOX, zoom: 3 },
    ])
      expect(Viewport.safeParse(wrong).success).toBe(false);
  });
});

describe("the board", () => {
  const fleetOf = (count: number, status: DriverView["status"]) =>
    Array.from({ length: count }, () => ({ status }) as DriverView);

  test("follows everybody of a small fleet, and of a large one those on its map", () => {
    expect(boxFor(fleetOf(50, "busy"), BOX)).toBeNull();
    expect(boxFor([...fleetOf(50, "busy"), ...fleetOf(40, "offline")], BOX)).toBeNull();
    expect(boxFor(fleetOf(51, "available"), BOX)).toEqual(BOX);
    expect(boxFor(fleetOf(51, "available"), null)).toBeNull();
  });

  test("asks for nothing new when the map is nudged", () => {
    const view = { west: 24.9401, south: 60.1601, east: 24.9523, north: 60.1702 };
    expect(onGrid(view)).toEqual({ west: 24.94, south: 60.16, east: 24.955, north: 60.175 });
    expect(onGrid({ ...view, west: 24.9412, north: 60.1713 })).toEqual(onGrid(view));
  });
});
