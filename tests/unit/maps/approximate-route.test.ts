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

  test("motor vehicles are faster than a bicycle, though their way is longer", () => {
    const route = (vehicleType: VehicleType) =>
      approximateRoute({ origin: station, destination: market, vehicleType });
    for (const vehicleType of ["scooter", "car", "van"] as const) {
      expect(route(vehicleType).durationMinutes).toBeLessThan(route("bike").durationMinutes);
      expect(route(vehicleType).distanceKm).toBeGreaterThan(route("bike").distanceKm);
    }
  });

  test("nowhere to go takes no time", () => {
    const route = approximateRoute({ origin: station, destination: station, vehicleType: "car" });
    expect(route).toMatchObject({ distanceKm: 0, durationMinutes: 0 });
  });
});
