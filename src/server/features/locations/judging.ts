import type { VehicleType } from "../../../shared/drivers/driver.schema.ts";
import type { FixQuality } from "../../../shared/drivers/fix-quality.ts";
import type { DriverId } from "../../../shared/ids.ts";
import type { LocationEventDoc, LocationsRepo } from "./locations.repo.ts";
import { type Doubt, judge, type Sighting, type Track } from "./plausibility.ts";

/** Where a driver was, by one fix of his phone; `createdAt` is when the server got it. */
export type Fix = Pick<
  LocationEventDoc,
  "location" | "timestamp" | "speed" | "heading" | "accuracy" | "createdAt"
>;

/** A driver on duty, and what his fixes have come to so far. */
export type TrackedDriver = {
  driverId: DriverId;
  vehicleType: VehicleType;
  /** Another one with each write, so that whoever judged by less than is known by now finds out. */
  version: string | null;
  /** Device time of the newest fix that was taken into account. */
  until: Date | null;
  believed: Fix | null;
  doubt: Doubt | null;
};

/** A fix on its way into the trail. */
export type NewFix = Omit<LocationEventDoc, "quality">;

export type Judged = {
  driver: TrackedDriver;
  /** Fixes that are not stored yet, by device time. */
  fresh: LocationEventDoc[];
  /** Stored fixes that look different now. */
  changes: Pick<LocationEventDoc, "_id" | "quality">[];
  /** What the newest of the reported fixes is worth. */
  newest: FixQuality;
  until: Date;
  /** Null when the report changes nothing of where the driver is now. */
  track: Track<Fix> | null;
};

/**
 * Judges what a driver reports as if all his fixes had come in the order of their device times, whatever order they
 * came in: late ones are judged by those before them, and those after them once more. With `wasOvertaken` the report has
 * been stored before, by what was known then: whatever that has changed is judged once more, to the end.
 */
export function judgeReport(
  repo: LocationsRepo,
  driver: TrackedDriver,
  reported: readonly NewFix[],
  wasOvertaken: boolean,
): Judged | Promise<Judged> {
  const [first, ...others] = inOrder(reported);
  if (!first) throw new Error("A report without fixes");
  const fixes: [NewFix, ...NewFix[]] = [first, ...others];
  const last = others.at(-1) ?? first;
  const { until } = driver;
  const judged: Judged = {
    driver,
    fresh: [],
    changes: [],
    newest: "good",
    until: until && until > last.timestamp ? until : last.timestamp,
    track: null,
  };
  if (wasOvertaken || (until && first.timestamp <= until))
    return judgeAgain(repo, judged, fixes, wasOvertaken);
  return { ...judged, ...takeAll(judged, driver, fixes) };
}

/**
 * After so many stored fixes what is left of a report is judged from where it stands, not by way of all between: a phone that
 * tells of this morning and of now would have the whole day read, and everybody behind it wait.
 */
const READ_ON = 50;

/** Begins with the last fix before the report that was believed: of what was before it nothing counts any more. */
async function judgeAgain(
  repo: LocationsRepo,
  judged: Judged,
  fixes: readonly NewFix[],
  toTheEnd: boolean,
): Promise<Judged> {
  const { driverId, vehicleType, believed: present } = judged.driver;
  const [first] = fixes;
  if (!first) return judged;
  const start = await repo.believedBefore(driverId, first.timestamp);
  let track: Track<Fix> = { believed: start, doubt: null };
  let waiting = fixes;
  let { newest } = judged;
  let sinceLast = 0;
  let isReadOn = false;
  for await (const stored of repo.after(driverId, start?.timestamp ?? null)) {
    const earlier = waiting.filter(({ timestamp }) => timestamp < stored.timestamp);
    ({ track, newest } = takeAll({ ...judged, newest }, track, earlier));
    const verdict = judge<Fix>(track, stored, vehicleType);
    const { quality } = verdict;
    track = verdict.track;
    // What was before the report it cannot have changed: there another process may be in the middle of storing something.
    if (quality !== stored.quality && stored.timestamp >= first.timestamp)
      judged.changes.push({ _id: stored._id, quality });
    const rest = waiting.filter(({ timestamp }) => timestamp > stored.timestamp);
    // The report holds it too: it was sent twice.
    if (earlier.length + rest.length < waiting.length) newest = quality;
    sinceLast = rest.length < waiting.length ? 0 : sinceLast + 1;
    waiting = rest;
    // Believed before and now: what comes after is as it was, until there is another fix of the report.
    const isAsBefore = quality === "good" && stored.quality === "good";
    if (toTheEnd || !isAsBefore) continue;
    const isKnown = present !== null && stored.timestamp <= present.timestamp;
    if (waiting.length === 0 && isKnown) return { ...judged, newest };
    if (waiting.length > 0 && sinceLast > READ_ON) {
      isReadOn = true;
      break;
    }
  }
  if (isReadOn) return judgeAgain(repo, { ...judged, newest }, waiting, toTheEnd);
  return { ...judged, ...takeAll({ ...judged, newest }, track, waiting) };
}

/** Judges fixes that come one after the other, with none between them. */
function takeAll(
  { driver, fresh, newest }: Judged,
  before: Track<Fix>,
  fixes: readonly NewFix[],
): { track: Track<Fix>; newest: FixQuality } {
  let last = { track: before, quality: newest };
  for (const fix of fixes) {
    last = judge<Fix>(last.track, fix, driver.vehicleType);
    fresh.push({ ...fix, quality: last.quality });
  }
  return { track: last.track, newest: last.quality };
}

/** By device time; of two at the same moment the first to come counts. */
function inOrder(fixes: readonly NewFix[]): NewFix[] {
  const byTime = new Map<number, NewFix>();
  for (const fix of fixes) {
    const time = fix.timestamp.getTime();
    if (!byTime.has(time)) byTime.set(time, fix);
  }
  return [...byTime.values()].toSorted((a, b) => a.timestamp.getTime() - b.timestamp.getTime());
}

/** What is kept of a judged report with its driver, under a version of its own. */
export type TrackUpdate = {
  driverId: DriverId;
  seenVersion: string | null;
  track: { version: string; until: Date; doubt: Doubt | null };
  /** Server time: the phone was heard of, whatever it said. */
  seenAt: Date;
  /** Null when the driver is where he was. */
  position: Fix | null;
};

export function toUpdate({ driver, track, until }: Judged, version: string, seenAt: Date): TrackUpdate {
  const { driverId, believed, doubt: knownDoubt } = driver;
  const doubt = track ? track.doubt : knownDoubt;
  return {
    driverId,
    seenVersion: driver.version,
    track: {
      version,
      until,
      doubt: doubt && { ...doubt, last: toSighting(doubt.last) },
    },
    seenAt,
    position: track && track.believed !== believed ? track.believed : null,
  };
}

const toSighting = ({ location, timestamp, accuracy }: Sighting): Sighting => ({
  location,
  timestamp,
  accuracy,
});
