import { describe, expect, test } from "bun:test";
import { approximateRoute } from "../../../src/server/platform/maps/embedded/approximate-route.ts";
import { VehicleType } from "../../../src/shared/drivers/driver.schema.ts";
import { distanceMeters } from "../../../src/shared/geo.ts";
import { decodePolyline } from "../../../src/shared/maps/polyline.ts";

const station = { latitude: 60.1711, longitude: 24.9415 };
const market = { latitude: 60.1677, longitude: 24.9522 };

describe("the estimate without streets", () => {
  test.each(VehicleType.options)(
    "by %s it is longer than the line through the air, and says that it is a guess",
    vehicleType => {
      const route = approximateRoute({ origin: station, destination: market, vehicleType });
      const airKm = distanceMeters(station, market) / 1000;
      expect(route.approximate).toBe(true);
      expect(route.distanceKm / airKm).toBeGreaterThan(1.2);
      expect(route.distanceKm / airKm).toBeLessThan(1.8);
      expect(route.durationMinutes).toBeGreaterThan(0);
      expect(decodePolyline(route.polyline)).toEqual([station, market]);
    },
  );

  test("a car is faster than a van, and both are faster than a bicycle", () => {
    const minutes = (vehicleType: VehicleType) =>
      approximateRoute({ origin: station, destination: market, vehicleType }).durationMinutes;
    expect(minutes("car")).toBeLessThan(minutes("van"));
    expect(minutes("van")).toBeLessThan(minutes("bike"));
  });

  test("nowhere to go takes no time", () => {
    const route = approximateRoute({ origin: station, destination: station, vehicleType: "car" });
    expect(route).toMatchObject({ distanceKm: 0, durationMinutes: 0 });
  });
});
