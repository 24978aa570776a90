import type { Actor } from "../../../shared/auth/actor.ts";
import type {
  LastPosition,
  LocationPoint,
  ReportLocationAnswer,
  ReportLocationInput,
  TrailInput,
} from "../../../shared/drivers/driver.schema.ts";
import type { FixQuality } from "../../../shared/drivers/fix-quality.ts";
import { DomainError } from "../../../shared/errors.ts";
import { driverRoom, orderRoom, type Room, vendorRoom } from "../../../shared/events.ts";
import { type BoundingBox, fromGeoJson, type Point, toGeoJson } from "../../../shared/geo.ts";
import type { DriverId, OrderId, VendorId } from "../../../shared/ids.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Ids } from "../../platform/ids/ids.port.ts";
import type { LiveBus, LivePost } from "../../platform/live-bus/live-bus.port.ts";
import type { Tx } from "../../platform/mongo/transactor.port.ts";
import { createGroupedCalls } from "../grouped-calls/index.ts";
import {
  type Judged,
  judgeReport,
  type NewFix,
  type TrackedDriver,
  type TrackUpdate,
  toUpdate,
} from "./judging.ts";
import type { LocationEventDoc, LocationsRepo } from "./locations.repo.ts";
import { checkReport } from "./report-check.ts";
import { trailLengthMeters } from "./trail-distance.ts";

/** Where a driver is believed to be now. */
export type DriverPosition = {
  driverId: DriverId;
  vendorId: VendorId;
  point: Point;
  /** Device time of the fix. */
  timestamp: Date;
  speed: number | null;
  heading: number | null;
  accuracy: number | null;
};

/** One point of a trail; `orderId` is the order that it was driven for, when the phone said so. */
export type TrailPoint = LastPosition & { orderId: OrderId | null; quality: FixQuality };

type CarriedOrders = ReadonlyMap<DriverId, readonly { orderId: OrderId }[]>;

type Deps = {
  repo: LocationsRepo;
  clock: Clock;
  ids: Ids;
  liveBus: LiveBus;
  /** West, south, east, north: points outside are refused. */
  serviceArea: BoundingBox;
  /** Those of the drivers who are on duty, with what their fixes have come to so far. */
  trackedAmong: (driverIds: readonly DriverId[]) => Promise<TrackedDriver[]>;
  /** Keeps what reports came to; answers the drivers of whom another process was faster. */
  keepTracks: (updates: readonly TrackUpdate[]) => Promise<DriverId[]>;
  /** Orders that the drivers have in hand; a driver without any may be missing. */
  carryingOrdersOf: (driverIds: readonly DriverId[]) => Promise<CarriedOrders>;
  /** Throws DRIVER_NOT_FOUND when the actor may not see the driver. */
  requireDriver: (actor: Actor, driverId: DriverId) => Promise<unknown>;
};

export type LocationsService = {
  /**
   * Stores fixes of the driver's own phone, each with its quality, and passes on where he is. Resolves when they are
   * durable; a repeated report has no further effect, and one from off duty has none: his own time is his own.
   * Errors: OUTSIDE_SERVICE_AREA, INVALID_INPUT, DRIVER_NOT_FOUND.
   */
  report(actor: Actor, input: ReportLocationInput): Promise<ReportLocationAnswer>;
  /** Points of a driver by device time, oldest first, at most `limit`, the doubtful ones too. Errors: DRIVER_NOT_FOUND. */
  trail(actor: Actor, input: TrailInput): Promise<TrailPoint[]>;
  /** Kilometres driven between two instants of device time; null when fewer than two fixes are believed. */
  trailDistanceKm(driverId: DriverId, from: Date, to: Date, tx?: Tx): Promise<number | null>;
  /** The newest believed fix of a driver at or before `until` by device time, or at all; for the chain of custody. */
  fixOf(
    driverId: DriverId,
    until: Date | null,
    tx: Tx,
  ): Promise<(Point & { accuracyMeters: number | null; fixedAt: Date }) | null>;
  /** Calls back with each driver's new position when it has become durable, before it is published. */
  onPositions(listener: (positions: readonly DriverPosition[]) => void): () => void;
};

const MAX_GROUP_FIXES = 2_000;
/** While one waits for the database, another is read and judged. More would only make their groups smaller. */
const LANES = 2;

/** A fix as reported, and whose it is. */
type Reported = { driverId: DriverId; vendorId: VendorId; fix: LocationPoint; receivedAt: Date };
/** What the newest fix of each driver in a group is worth; nothing of those off duty. */
type Verdicts = ReadonlyMap<DriverId, FixQuality>;

export function createLocationsService(deps: Deps): LocationsService {
  const { repo, clock, ids, liveBus, requireDriver } = deps;
  const listeners = new Set<(positions: readonly DriverPosition[]) => void>();
  // In a lane one after the other: the next group of a driver is judged by what this one has kept.
  const lanes = Array.from({ length: LANES }, () =>
    createGroupedCalls<Reported, Verdicts>({ maxItems: MAX_GROUP_FIXES, atOnce: 1, call: store }),
  );

  function write(reported: readonly Reported[], driverId: DriverId): Promise<Verdicts> {
    const lane = lanes[Number.parseInt(driverId.slice(-4), 16) % LANES];
    if (!lane) throw new Error(`No lane for ${driverId}`);
    return lane(reported);
  }

  async function store(reported: readonly Reported[]): Promise<Verdicts> {
    const vendorOf = new Map(reported.map(({ driverId, vendorId }) => [driverId, vendorId]));
    const driverIds = [...vendorOf.keys()];
    const [carried, drivers] = await Promise.all([
      deps.carryingOrdersOf(driverIds),
      deps.trackedAmong(driverIds),
    ]);
    const fixes = reported.map(item => toNewFix(item, ids.uuid(), carried));
    const judged = await judgeAndKeep(
      drivers,
      Map.groupBy(fixes, ({ driverId }) => driverId),
    );
    const positions = judged.flatMap(item => newPosition(item, vendorOf.get(item.driver.driverId)));
    if (positions.length > 0) {
      // First who keeps them, then who shows them: whoever begins to watch between the two finds what he has missed.
      for (const listener of listeners) listener(positions);
      liveBus.publish(positions.map(position => toPost(position, carried)));
    }
    return new Map(judged.map(({ driver, newest }) => [driver.driverId, newest]));
  }

  /**
   * The fixes first, then what they come to: whoever finds that another process was faster reads its fixes with his
   * own, and judges them together.
   */
  async function judgeAndKeep(
    drivers: readonly TrackedDriver[],
    reports: ReadonlyMap<DriverId, readonly NewFix[]>,
    wasOvertaken = false,
  ): Promise<Judged[]> {
    if (drivers.length === 0) return [];
    const judged = await Promise.all(
      drivers.map(driver => judgeReport(repo, driver, reports.get(driver.driverId) ?? [], wasOvertaken)),
    );
    await Promise.all([
      repo.insertNew(judged.flatMap(({ fresh }) => fresh)),
      repo.changeQualities(judged.flatMap(({ changes }) => changes)),
    ]);
    const overtaken = new Set(
      await deps.keepTracks(judged.map(item => toUpdate(item, ids.uuid(), clock.now()))),
    );
    if (overtaken.size === 0) return judged;
    const again = new Map([...reports].filter(([driverId]) => overtaken.has(driverId)));
    return [
      ...judged.filter(({ driver }) => !overtaken.has(driver.driverId)),
      ...(await judgeAndKeep(await deps.trackedAmong([...again.keys()]), again, true)),
    ];
  }

  return {
    async report({ driverId, vendorId }, input) {
      if (!driverId || !vendorId) throw new DomainError("DRIVER_NOT_FOUND");
      const receivedAt = clock.now();
      checkReport(input, deps.serviceArea, receivedAt);
      const reported = input.points.map(fix => ({ driverId, vendorId, fix, receivedAt }));
      const verdicts = await write(reported, driverId);
      return { accepted: input.points.length, quality: verdicts.get(driverId) ?? null };
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

function toNewFix({ driverId, fix, receivedAt }: Reported, id: string, carried: CarriedOrders): NewFix {
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

/** The position that a report has moved the driver to; none when it is no newer, by device time, than the known one. */
function newPosition({ driver, track }: Judged, vendorId: VendorId | undefined): DriverPosition[] {
  const { driverId, believed: known } = driver;
  const now = track?.believed;
  if (!vendorId || !now || (known && now.timestamp <= known.timestamp)) return [];
  const { location, timestamp, speed, heading, accuracy } = now;
  return [{ driverId, vendorId, point: fromGeoJson(location), timestamp, speed, heading, accuracy }];
}

function toPost(position: DriverPosition, carried: CarriedOrders): LivePost {
  const { driverId, vendorId, point, timestamp, speed, heading, accuracy } = position;
  const orderRooms: Room[] = (carried.get(driverId) ?? []).map(({ orderId }) => orderRoom(orderId));
  return {
    vendorId,
    rooms: [vendorRoom(vendorId), driverRoom(driverId), ...orderRooms],
    message: {
      type: "driver_location",
      driverId,
      ...point,
      timestamp: timestamp.toISOString(),
      speed,
      heading,
      accuracy,
      isCarrying: orderRooms.length > 0,
    },
  };
}

const toTrailPoint = ({ quality = "good", ...fix }: LocationEventDoc): TrailPoint => ({
  ...fromGeoJson(fix.location),
  timestamp: fix.timestamp.toISOString(),
  speed: fix.speed,
  heading: fix.heading,
  accuracy: fix.accuracy,
  orderId: fix.orderId,
  quality,
});
