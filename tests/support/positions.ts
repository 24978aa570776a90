import type { DriverLocationMessage } from "../../src/shared/events.ts";
import { DriverId } from "../../src/shared/ids.ts";

/** The id of a driver whom a test knows by a number. */
export const driverIdOf = (number: number): DriverId =>
  DriverId.parse(`00000000-0000-4000-8000-${String(number).padStart(12, "0")}`);

/** Where that driver was at some second of 1970; `over` says what is otherwise about it. */
export const positionOf = (
  driver: number,
  second: number,
  over: Partial<DriverLocationMessage> = {},
): DriverLocationMessage => ({
  type: "driver_location",
  driverId: driverIdOf(driver),
  latitude: 60,
  longitude: 24,
  timestamp: new Date(second * 1_000).toISOString(),
  speed: null,
  heading: null,
  accuracy: null,
  isCarrying: false,
  ...over,
});
