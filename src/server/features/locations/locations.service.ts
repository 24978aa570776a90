import type { Actor } from "../../../shared/auth/actor.ts";
import type { LastPosition, ReportLocationInput, TrailInput } from "../../../shared/drivers/driver.schema.ts";
import type { BoundingBox, Point } from "../../../shared/geo.ts";
import type { DriverId, OrderId, VendorId } from "../../../shared/ids.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Ids } from "../../platform/ids/ids.port.ts";
import type { LiveBus } from "../../platform/live-bus/live-bus.port.ts";
import type { Tx } from "../../platform/mongo/transactor.port.ts";
import type { Timers } from "../../platform/timers/timers.port.ts";
import type { LocationsRepo } from "./locations.repo.ts";

/** The newest fix of a driver in one report: what the driver's profile keeps. */
export type DriverPosition = {
  driverId: DriverId;
  vendorId: VendorId;
  point: Point;
  /** Device time of the fix. */
  timestamp: Date;
  speed: number | null;
  heading: number | null;
  accuracy: number | null;
  /** Server time at which it was received. */
  receivedAt: Date;
};

/** One point of a trail; `orderId` is the order that it was driven for, when the phone said so. */
export type TrailPoint = LastPosition & { orderId: OrderId | null };

type Deps = {
  repo: LocationsRepo;
  clock: Clock;
  ids: Ids;
  timers: Timers;
  liveBus: LiveBus;
  /** West, south, east, north: points outside are refused. */
  serviceArea: BoundingBox;
  /** Keeps each driver's position unless a newer one (by `timestamp`) is kept already. */
  recordPositions: (positions: readonly DriverPosition[]) => Promise<void>;
  /** Orders that the drivers have in hand; a driver without any may be missing. */
  carryingOrdersOf: (
    driverIds: readonly DriverId[],
  ) => Promise<ReadonlyMap<DriverId, readonly { orderId: OrderId }[]>>;
  /** Throws DRIVER_NOT_FOUND when the actor may not see the driver. */
  requireDriver: (actor: Actor, driverId: DriverId) => Promise<unknown>;
};

export type LocationsService = {
  /**
   * Stores fixes of the driver's own phone and passes the newest on. Resolves when they are durable; a repeated
   * report has no further effect. Errors: OUTSIDE_SERVICE_AREA, INVALID_INPUT, DRIVER_NOT_FOUND.
   */
  report(actor: Actor, input: ReportLocationInput): Promise<{ accepted: number }>;
  /** Points of a driver by device time, oldest first, at most `limit`. Errors: DRIVER_NOT_FOUND. */
  trail(actor: Actor, input: TrailInput): Promise<TrailPoint[]>;
  /** Kilometres driven between two instants of device time; null when fewer than two fixes can be trusted. */
  trailDistanceKm(driverId: DriverId, from: Date, to: Date, tx?: Tx): Promise<number | null>;
  /** Calls back with each driver's newest position after it has become durable; for estimates of arrival. */
  onPositions(listener: (positions: readonly DriverPosition[]) => void): () => void;
};

export function createLocationsService(_deps: Deps): LocationsService {
  throw new Error("not written yet");
}
