import type { Collection } from "mongodb";
import { SILENT_AFTER_MS } from "../../../shared/drivers/driver.presence.ts";
import type { DriverStatus, LastPosition, VehicleType } from "../../../shared/drivers/driver.schema.ts";
import type { DriverId, VendorId } from "../../../shared/ids.ts";
import type { DriverDoc, SilentDriver, StoredTrack, TrackUpdate } from "./drivers.doc.ts";
import { toLastPosition } from "./drivers.view.ts";

const ON_DUTY: DriverStatus[] = ["available", "busy"];

const SEEN_STEP_MS = 30_000;

const ONLY_ID = { projection: { _id: 1 } };

type Kept = NonNullable<TrackUpdate["position"]>;

type Tracked = {
  driverId: DriverId;
  vehicleType: VehicleType;
  version: string | null;
  until: Date | null;
  believed: Kept | null;
  doubt: StoredTrack["doubt"];
};

/** Where drivers were last seen. */
export function createDriverPositionsRepo(drivers: Collection<DriverDoc>) {
  return {
    /** Those of the drivers who are on duty, with how far their fixes were judged: see docs/decisions/0007-who-sees-positions.md. */
    async trackedAmong(driverIds: readonly DriverId[]): Promise<Tracked[]> {
      const onDuty = await drivers
        .find(
          { _id: { $in: [...driverIds] }, status: { $in: ON_DUTY } },
          { projection: { vehicleType: 1, location: 1, fix: 1, track: 1, lastLocationUpdate: 1 } },
        )
        .toArray();
      return onDuty.map(toTracked);
    },

    /** Keeps what reports came to. Answers the drivers of whom another report was faster: theirs are to be judged anew. */
    async keepTracks(updates: readonly TrackUpdate[]): Promise<DriverId[]> {
      if (updates.length === 0) return [];
      const { matchedCount } = await drivers.bulkWrite(
        updates.map(({ driverId, seenVersion, track, seenAt, position }) => ({
          updateOne: {
            // Null finds those without a track, too.
            filter: { _id: driverId, "track.version": seenVersion as string },
            update: { $set: { track, lastSeenAt: seenAt, ...(position && toFields(position)) } },
          },
        })),
        { ordered: false },
      );
      if (matchedCount === updates.length) return [];
      const ours = updates.map(({ track }) => track.version);
      const kept = await drivers
        .find(
          { "track.version": { $in: ours }, _id: { $in: updates.map(({ driverId }) => driverId) } },
          ONLY_ID,
        )
        .toArray();
      const keptIds = new Set(kept.map(({ _id }) => _id));
      return updates.map(({ driverId }) => driverId).filter(driverId => !keptIds.has(driverId));
    },

    /** Their phones were heard of now: kept once in half a minute. The drivers afterwards. */
    async noteSeen(driverIds: readonly DriverId[], now: Date): Promise<DriverDoc[]> {
      const longAgo = new Date(now.getTime() - SEEN_STEP_MS);
      const those = { _id: { $in: [...driverIds] } };
      await drivers.updateMany(
        { ...those, $or: [{ lastSeenAt: { $exists: false } }, { lastSeenAt: { $lt: longAgo } }] },
        { $set: { lastSeenAt: now } },
      );
      return drivers.find(those).toArray();
    },

    /** A fleet without those who are not there any more. */
    activeOf: (vendorId: VendorId): Promise<DriverDoc[]> =>
      drivers.find({ vendorId, isActive: true }).toArray(),

    /** Those of whom `isSilent` says so: see shared/drivers/driver.presence.ts. */
    silentAt: (now: Date): Promise<SilentDriver[]> =>
      drivers
        .find(
          {
            status: { $in: ON_DUTY },
            $or: [
              { lastLocationUpdate: { $lt: new Date(now.getTime() - SILENT_AFTER_MS) } },
              { status: "busy", lastLocationUpdate: null },
            ],
          },
          { projection: { vendorId: 1, status: 1, lastLocationUpdate: 1, lastSeenAt: 1, fix: 1 } },
        )
        .toArray(),

    /** Where a driver was last seen, or null when he never was. */
    async lastPositionOf(driverId: DriverId): Promise<LastPosition | null> {
      const driver = await drivers.findOne({ _id: driverId });
      return driver && toLastPosition(driver);
    },
  };
}

function toTracked({ _id, vehicleType, location, fix, track, lastLocationUpdate }: DriverDoc): Tracked {
  return {
    driverId: _id,
    vehicleType,
    version: track?.version ?? null,
    until: track?.until ?? fix?.timestamp ?? null,
    believed: location && fix && { location, ...fix, createdAt: lastLocationUpdate ?? fix.timestamp },
    doubt: track?.doubt ?? null,
  };
}

const toFields = ({ location, createdAt, timestamp, speed, heading, accuracy }: Kept) => ({
  location,
  fix: { timestamp, speed, heading, accuracy },
  lastLocationUpdate: createdAt,
});
