import type { DriverStatus, LastPosition } from "../../../shared/drivers/driver.schema.ts";
import { type DriverLocationMessage, vendorRoom } from "../../../shared/events.ts";
import type { Point } from "../../../shared/geo.ts";
import { DriverId, type VendorId } from "../../../shared/ids.ts";
import type { Cache, Kept, Opened } from "../../platform/cache/cache.port.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import { type EventLog, parseCursor } from "../events/index.ts";
import { createJoinedReads } from "../joined-reads/index.ts";
import type { DriverDoc } from "./drivers.doc.ts";
import type { DriversRepo } from "./drivers.repo.ts";
import { toLastPosition } from "./drivers.view.ts";

/** What moves of a driver. `position` is that of one on duty who was ever seen; of others nothing is told. */
export type FleetMember = {
  _id: DriverId;
  vendorId: VendorId;
  status: DriverStatus;
  /** Grows by one with each change of status. */
  version: number;
  position: LastPosition | null;
  lastLocationUpdate: Date | null;
  lastSeenAt: Date | null;
};

type Moved = Omit<LastPosition, "timestamp" | keyof Point> & {
  driverId: DriverId;
  vendorId: VendorId;
  point: Point;
  timestamp: Date;
};

export type Fleet = {
  /** A fleet without those who are not there any more; nothing older than what this process has heard of it. */
  of(vendorId: VendorId): Promise<FleetMember[]>;
  /** Where those on duty were last seen: a whole fleet, or one driver. */
  positions(whose: { vendorId: VendorId } | { driverId: DriverId }): Promise<DriverLocationMessage[]>;
  /** To be called when positions have become durable, and before they are published. */
  moved(positions: readonly Moved[]): void;
  /** To be called when it has become durable that the phones of drivers were heard of, and before it is published. */
  seen(drivers: readonly Pick<DriverDoc, "_id" | "vendorId" | "lastSeenAt">[]): void;
  /** To be called when somebody has joined a fleet, or left it. False when that could not be told everywhere yet. */
  changed(vendorId: VendorId): Promise<boolean>;
};

type Deps = {
  cache: Cache;
  log: Pick<EventLog, "health" | "cursor" | "since">;
  clock: Clock;
  repo: Pick<DriversRepo, "activeOf" | "findByIds">;
};

const LIFE_MS = 60_000;
/** Under this name stands how far the events are in what was read; what is without it is not whole. */
const AS_OF = "asOf";

const isOnDuty = (status: DriverStatus): boolean => status === "available" || status === "busy";

/**
 * Fleets as their boards begin with them, kept for a minute. Why nothing is hidden and nobody comes back from there:
 * docs/decisions/0020-what-is-kept-of-a-fleet.md.
 */
export function createFleet({ cache, log, clock, repo }: Deps): Fleet {
  async function look(vendorId: VendorId): Promise<FleetMember[]> {
    // Before anything is read: what the events say from here on is added to it.
    const asOf = log.cursor();
    const opened = log.health().isReady ? await cache.open(subjectOf(vendorId), LIFE_MS) : null;
    const known = opened && fromKept(vendorId, opened);
    if (known) return known;
    const members = (await repo.activeOf(vendorId)).map(toMember);
    if (!opened) return members;
    const facts = [...members.flatMap(toKept), kept(AS_OF, 0, asOf)];
    const isKept = await cache.put(subjectOf(vendorId), opened.ticket, facts);
    // Somebody has joined or left meanwhile: what others keep from now on may be older than what was read here.
    return isKept ? members : look(vendorId);
  }

  /** What is kept, and what has happened since it was read; null when that is not everything. */
  function fromKept(vendorId: VendorId, opened: Opened): FleetMember[] | null {
    const from = parseCursor(opened.kept.get(AS_OF)?.value ?? "");
    const news = from && log.since(vendorRoom(vendorId), from);
    if (!news) return null;
    const duties = new Map<string, { stamp: number; value: string }>();
    for (const [name, fact] of opened.kept) {
      const [driverId = "", what] = name.split(" ");
      if (what === "duty") duties.set(driverId, fact);
    }
    for (const { event } of news.entries) {
      if (event.type !== "driver_status") continue;
      const { driverId, seq, status } = event;
      const known = duties.get(driverId);
      // Somebody who has joined since; one who is off duty has left.
      if (!known && isOnDuty(status)) return null;
      if (known && seq > known.stamp) duties.set(driverId, { stamp: seq, value: status });
    }

    const members: FleetMember[] = [];
    for (const [id, { stamp: version, value }] of duties) {
      const status = value as DriverStatus;
      const position = opened.kept.get(`${id} position`);
      // He has come on duty since: what was learned of his places since then need not be the latest of them.
      const wasOnDuty = isOnDuty(opened.kept.get(`${id} duty`)?.value as DriverStatus);
      if (isOnDuty(status) && !(wasOnDuty && position)) return null;
      members.push({
        _id: DriverId.parse(id),
        vendorId,
        status,
        version,
        position: isOnDuty(status) && position ? JSON.parse(position.value) : null,
        lastLocationUpdate: timeOf(opened.kept.get(`${id} heard`)),
        lastSeenAt: timeOf(opened.kept.get(`${id} seen`)),
      });
    }
    return members;
  }

  const of = createJoinedReads(look, vendorId => vendorId);
  return {
    of,

    async positions(whose) {
      const members =
        "vendorId" in whose
          ? await of(whose.vendorId)
          : (await repo.findByIds([whose.driverId])).map(toMember);
      return members.flatMap(({ _id: driverId, status, position }) =>
        position ? [{ type: "driver_location", driverId, ...position, isCarrying: status === "busy" }] : [],
      );
    },

    moved(positions) {
      const now = clock.now().getTime();
      for (const [vendorId, those] of Map.groupBy(positions, position => position.vendorId))
        cache.learn(
          subjectOf(vendorId),
          those.flatMap(({ driverId, point, timestamp, speed, heading, accuracy }) => {
            const position = { ...point, timestamp: timestamp.toISOString(), speed, heading, accuracy };
            return [
              kept(`${driverId} position`, timestamp.getTime(), JSON.stringify(position)),
              kept(`${driverId} heard`, now),
              kept(`${driverId} seen`, now),
            ];
          }),
        );
    },

    seen(drivers) {
      for (const [vendorId, those] of Map.groupBy(drivers, driver => driver.vendorId))
        cache.learn(
          subjectOf(vendorId),
          those.flatMap(({ _id, lastSeenAt }) =>
            lastSeenAt ? [kept(`${_id} seen`, lastSeenAt.getTime())] : [],
          ),
        );
    },

    changed: vendorId => cache.drop(subjectOf(vendorId)),
  };
}

const subjectOf = (vendorId: VendorId) => `fleet/${vendorId}`;

const kept = (name: string, stamp: number, value = ""): Kept => ({ name, stamp, value });

const timeOf = (fact: { stamp: number } | undefined): Date | null => (fact ? new Date(fact.stamp) : null);

/** Off duty a driver's place is his own: it is not kept. */
function toKept({ _id, version, status, position, lastLocationUpdate, lastSeenAt }: FleetMember): Kept[] {
  const facts = [kept(`${_id} duty`, version, status)];
  if (isOnDuty(status))
    facts.push(kept(`${_id} position`, Date.parse(position?.timestamp ?? "") || 0, JSON.stringify(position)));
  if (lastLocationUpdate) facts.push(kept(`${_id} heard`, lastLocationUpdate.getTime()));
  if (lastSeenAt) facts.push(kept(`${_id} seen`, lastSeenAt.getTime()));
  return facts;
}

const toMember = (driver: DriverDoc): FleetMember => ({
  _id: driver._id,
  vendorId: driver.vendorId,
  status: driver.status,
  version: driver.version,
  position: isOnDuty(driver.status) ? toLastPosition(driver) : null,
  lastLocationUpdate: driver.lastLocationUpdate,
  lastSeenAt: driver.lastSeenAt ?? null,
});
