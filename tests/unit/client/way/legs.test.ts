import { describe, expect, test } from "bun:test";
import { legsOf } from "../../../../src/client/features/way/legs.ts";
import type { DriverId, OrderId } from "../../../../src/shared/ids.ts";
import type { LiveEta } from "../../../../src/shared/orders/order.schema.ts";

const place = (address: string, longitude: number) => ({ address, latitude: 60.17, longitude });
const order = {
  id: "order" as OrderId,
  driverId: "ilmo" as DriverId,
  status: "picked_up",
  pickup: place("Pharmacy", 24.94),
  delivery: place("Home", 24.95),
} as const;
const expected = (stopsBefore: number) => ({ state: "on_the_way", stopsBefore }) as LiveEta;
const silent = { state: "stale", reason: "driver_silent", since: "", computedAt: "" } as const;

describe("the legs of a parcel", () => {
  test("who comes to fetch it is drawn a way to the pickup; before and after that only the parcel's own", () => {
    const legs = legsOf({ ...order, status: "driver_assigned" }, expected(0));
    expect(legs.toPickup).toMatchObject({ origin: null, destination: { latitude: 60.17, longitude: 24.94 } });
    expect(legs.parcel.isUnderway).toBe(false);
    expect(legsOf({ ...order, status: "accepted" }, null).toPickup).toBeNull();
    expect(legsOf(order, expected(0)).toPickup).toBeNull();
  });

  test("who goes to others first is on his way to neither its pickup nor its door", () => {
    expect(legsOf({ ...order, status: "driver_assigned" }, expected(1)).toPickup).toBeNull();
    expect(legsOf(order, expected(1)).parcel.isUnderway).toBe(false);
    expect(legsOf(order, expected(0)).parcel.isUnderway).toBe(true);
  });

  test("nobody is taken to be on his way while nothing is known of it, but when he has said so himself", () => {
    for (const eta of [null, silent]) {
      expect(legsOf({ ...order, status: "driver_assigned" }, eta).toPickup).toBeNull();
      expect(legsOf(order, eta).parcel.isUnderway).toBe(false);
      expect(legsOf({ ...order, status: "out_for_delivery" }, eta).parcel.isUnderway).toBe(true);
    }
    expect(legsOf({ ...order, status: "delivered" }, expected(0)).parcel.isUnderway).toBe(false);
  });

  test("another driver of the same parcel has legs of his own", () => {
    const [one, other] = ["ilmo", "aino"].map(driverId =>
      legsOf({ ...order, status: "driver_assigned", driverId: driverId as DriverId }, expected(0)),
    );
    expect(one?.toPickup?.id).not.toBe(other?.toPickup?.id);
  });
});
