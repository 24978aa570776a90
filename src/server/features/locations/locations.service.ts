import type { Actor } from "../../../shared/auth/actor.ts";
import type {
  LastPosition,
  LocationPoint,
  ReportLocationInput,
  TrailInput,
} from "../../../shared/drivers/driver.schema.ts";
import { DomainError } from "../../../shared/errors.ts";
import { driverRoom, orderRoom, type Room, vendorRoom } from "../../../shared/events.ts";
import { type BoundingBox, fromGeoJson, type Point, toGeoJson } from "../../../shared/geo.ts";
import type { DriverId, OrderId, VendorId } from "../../../shared/ids.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Ids } from "../../platform/ids/ids.port.ts";
import type { LiveBus, LivePost } from "../../platform/live-bus/live-bus.port.ts";
import type { Tx } from "../../platform/mongo/transactor.port.ts";
import { createGroupCommit } from "./group-commit.ts";
import type { LocationEventDoc, LocationsRepo } from "./locations.repo.ts";
import { checkReport } from "./report-check.ts";
import { trailLengthMeters } from "./trail-distance.ts";

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

type CarriedOrders = ReadonlyMap<DriverId, readonly { orderId: OrderId }[]>;

type Deps = {
  repo: LocationsRepo;
  clock: Clock;
  ids: Ids;
  liveBus: LiveBus;
  /** West, south, east, north: points outside are refused. */
  serviceArea: BoundingBox;
  /** Keeps each driver's position unless a newer one (by `timestamp`) is kept already. */
  recordPositions: (positions: readonly DriverPosition[]) => Promise<void>;
  /** Those of the drivers who are on duty. */
  onDutyAmong: (driverIds: readonly DriverId[]) => Promise<ReadonlySet<DriverId>>;
  /** Orders that the drivers have in hand; a driver without any may be missing. */
  carryingOrdersOf: (driverIds: readonly DriverId[]) => Promise<CarriedOrders>;
  /** Throws DRIVER_NOT_FOUND when the actor may not see the driver. */
  requireDriver: (actor: Actor, driverId: DriverId) => Promise<unknown>;
};

export type LocationsService = {
  /**
   * Stores fixes of the driver's own phone and passes the newest on. Resolves when they are durable; a repeated
   * report has no further effect, and one from off duty has none: his own time is his own. Errors: OUTSIDE_SERVICE_AREA, INVALID_INPUT, DRIVER_NOT_FOUND.
   */
  report(actor: Actor, input: ReportLocationInput): Promise<{ accepted: number }>;
  /** Points of a driver by device time, oldest first, at most `limit`. Errors: DRIVER_NOT_FOUND. */
  trail(actor: Actor, input: TrailInput): Promise<TrailPoint[]>;
  /** Kilometres driven between two instants of device time; null when fewer than two fixes can be trusted. */
  trailDistanceKm(driverId: DriverId, from: Date, to: Date, tx?: Tx): Promise<number | null>;
  /** The newest fix of a driver at or before `until` by device time, or at all; for the chain of custody. */
  fixOf(
    driverId: DriverId,
    until: Date | null,
    tx: Tx,
  ): Promise<(Point & { accuracyMeters: number | null; fixedAt: Date }) | null>;
  /** Calls back with each driver's newest position after it has become durable; for estimates of arrival. */
  onPositions(listener: (positions: readonly DriverPosition[]) => void): () => void;
};

const MAX_GROUP_FIXES = 2_000;

/** A fix as reported, and whose it is. */
type Reported = { driverId: DriverId; vendorId: VendorId; fix: LocationPoint; receivedAt: Date };

export function createLocationsService(deps: Deps): LocationsService {
  const { repo, clock, ids, liveBus, requireDriver } = deps;
  const listeners = new Set<(positions: readonly DriverPosition[]) => void>();
  const write = createGroupCommit({
    maxItems: MAX_GROUP_FIXES,
    commit: store,
  });

  async function store(reported: readonly Reported[]): Promise<void> {
    const driverIds = [...new Set(reported.map(({ driverId }) => driverId))];
    const [onDuty, carried] = await Promise.all([
      deps.onDutyAmong(driverIds),
      deps.carryingOrdersOf(driverIds),
    ]);
    const kept = reported.filter(({ driverId }) => onDuty.has(driverId));
    if (kept.length === 0) return;
    const positions = newestOfEach(kept);
    await Promise.all([
      repo.insertNew(kept.map(item => toDoc(item, ids.uuid(), carried))),
      deps.recordPositions(positions),
    ]);
    liveBus.publish(positions.map(position => toPost(position, carried)));
    for (const listener of listeners) listener(positions);
  }

  return {
    async report({ driverId, vendorId }, input) {
      if (!driverId || !vendorId) throw new DomainError("DRIVER_NOT_FOUND");
      const receivedAt = clock.now();
      checkReport(input, deps.serviceArea, receivedAt);
      await write(input.points.map(fix => ({ driverId, vendorId, fix, receivedAt })));
      return { accepted: input.points.length };
    },

    async trail(actor, { driverId, from, to, limit }) {
      await requireDriver(actor, driverId);
      const span = { driverId, from: new Date(from), to: new Date(to) };
      return (await repo.trail(span, limit)).map(toTrailPoint);
    },

    async trailDistanceKm(driverId, from, to, tx) {
      const path = await repo.path({ driverId, from, to }, tx);
      const meters = trailLengthMeters(
        path.map(({ location, ...fix }) => ({ ...fix, ...fromGeoJson(location) })),
      );
      return meters === null ? null : Math.round(meters) / 1_000;
    },

    async fixOf(driverId, until, tx) {
      const fix = await repo.last(driverId, until, tx);
      return fix && { ...fromGeoJson(fix.location), accuracyMeters: fix.accuracy, fixedAt: fix.timestamp };
    },

    onPositions(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function newestOfEach(reported: readonly Reported[]): DriverPosition[] {
  const newest = new Map<DriverId, DriverPosition>();
  for (const { driverId, vendorId, fix, receivedAt } of reported) {
    const timestamp = new Date(fix.timestamp);
    const known = newest.get(driverId);
    if (known && known.timestamp >= timestamp) continue;
    const { latitude, longitude, speed = null, heading = null, accuracy = null } = fix;
    newest.set(driverId, {
      driverId,
      vendorId,
      point: { latitude, longitude },
      timestamp,
      speed,
      heading,
      accuracy,
      receivedAt,
    });
  }
  return [...newest.values()];
}

function toDoc(
  { driverId, fix, receivedAt }: Reported,
  id: string,
  carried: CarriedOrders,
): LocationEventDoc {
  const isCarried = carried.get(driverId)?.some(({ orderId }) => orderId === fix.orderId);
  return {
    _id: id,
    driverId,
    orderId: (isCarried && fix.orderId) || null,
    location: toGeoJson(fix),
    speed: fix.speed ?? null,
    heading: fix.heading ?? null,
    accuracy: fix.accuracy ?? null,
    timestamp: new Date(fix.timestamp),
    createdAt: receivedAt,
  };
}

function toPost(position: DriverPosition, carried: CarriedOrders): LivePost {
  const { driverId, vendorId, point, timestamp, speed, heading, accuracy } = position;
  const orderRooms: Room[] = (carried.get(driverId) ?? []).map(({ orderId }) => orderRoom(orderId));
  return {
    rooms: [vendorRoom(vendorId), driverRoom(driverId), ...orderRooms],
    message: {
      type: "driver_location",
      driverId,
      ...point,
      timestamp: timestamp.toISOString(),
      speed,
      heading,
      accuracy,
    },
  };
}

const toTrailPoint = ({ location, timestamp, speed, heading, accuracy, orderId }: LocationEventDoc) => ({
  ...fromGeoJson(location),
  timestamp: timestamp.toISOString(),
  speed,
  heading,
  accuracy,
  orderId,
});
