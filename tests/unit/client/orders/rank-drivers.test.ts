import { describe, expect, test } from "bun:test";
import { rankDrivers } from "../../../../src/client/features/orders/rank-drivers.ts";
import type { DriverView } from "../../../../src/shared/drivers/driver.schema.ts";

const pickup = { latitude: 60.17, longitude: 24.94 };

const driver = (fullName: string, facts: Partial<DriverView>, kmNorth: number | null = 1) =>
  ({
    fullName,
    isActive: true,
    isSilent: false,
    activeOrders: 0,
    location: kmNorth === null ? null : { ...pickup, latitude: pickup.latitude + kmNorth / 111.2 },
    ...facts,
  }) as DriverView;

describe("whom to offer an order to", () => {
  test("free drivers first, the nearest of them on top, those off duty last and not to be chosen", () => {
    const ranked = rankDrivers(
      [
        driver("off", { status: "offline" }),
        driver("busy", { status: "busy", activeOrders: 1 }, 0.1),
        driver("far", { status: "available" }, 2),
        driver("near", { status: "available" }, 0.5),
        driver("nowhere", { status: "available" }, null),
      ],
      pickup,
    );
    expect(ranked.map(({ driver, canTakeWork }) => [driver.fullName, canTakeWork])).toEqual([
      ["near", true],
      ["far", true],
      ["nowhere", true],
      ["busy", true],
      ["off", false],
    ]);
    expect(ranked[0]?.distanceKm).toBeCloseTo(0.5, 2);
  });

  test("a silent driver comes after those who report, and no distance is claimed", () => {
    const ranked = rankDrivers(
      [
        driver("silent", { status: "available", isSilent: true }, 0.1),
        driver("far", { status: "available" }, 3),
      ],
      pickup,
    );
    expect(ranked.map(({ driver }) => driver.fullName)).toEqual(["far", "silent"]);
    expect(ranked[1]?.distanceKm).toBeNull();
  });

  test("a deactivated driver is not offered at all", () => {
    expect(rankDrivers([driver("gone", { isActive: false, status: "available" })], pickup)).toEqual([]);
  });
});
