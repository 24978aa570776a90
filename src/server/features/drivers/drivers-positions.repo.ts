import type { Collection } from "mongodb";
import type { DriverStatus, LastPosition } from "../../../shared/drivers/driver.schema.ts";
import type { DriverLocationMessage } from "../../../shared/events.ts";
import { toGeoJson } from "../../../shared/geo.ts";
import type { DriverId, VendorId } from "../../../shared/ids.ts";
import type { Tx } from "../../platform/mongo/transactor.port.ts";
import type { DriverDoc, PositionUpdate } from "./drivers.doc.ts";
import { toLastPosition } from "./drivers.view.ts";

const ON_DUTY: DriverStatus[] = ["available", "busy"];

/** Where drivers were last seen. */
export function createDriverPositionsRepo(drivers: Collection<DriverDoc>) {
  return {
    /**
     * Keeps the last position of many drivers at once. A fix that is not newer, by device time, than what is stored
     * changes nothing, so repeated and reordered reports do no harm. Answers how many drivers moved.
     */
    async recordPositions(updates: readonly PositionUpdate[], tx?: Tx): Promise<number> {
      if (updates.length === 0) return 0;
      const { modifiedCount } = await drivers.bulkWrite(
        updates.map(({ driverId, latitude, longitude, receivedAt, timestamp, speed, heading, accuracy }) => ({
          updateOne: {
            filter: { _id: driverId, $or: [{ fix: null }, { "fix.timestamp": { $lt: timestamp } }] },
            update: {
              $set: {
                location: toGeoJson({ latitude, longitude }),
                fix: { timestamp, speed, heading, accuracy },
                lastLocationUpdate: receivedAt,
              },
            },
          },
        })),
        { session: tx },
      );
      return modifiedCount;
    },

    /** Those of the drivers who are on duty: see docs/decisions/0007-who-sees-positions.md. */
    async onDutyAmong(driverIds: readonly DriverId[]): Promise<ReadonlySet<DriverId>> {
      const onDuty = await drivers
        .find({ _id: { $in: [...driverIds] }, status: { $in: ON_DUTY } }, { projection: { _id: 1 } })
        .toArray();
      return new Set(onDuty.map(({ _id }) => _id));
    },

    /** Where a driver was last seen, or null when he never was. */
    async lastPositionOf(driverId: DriverId): Promise<LastPosition | null> {
      const driver = await drivers.findOne({ _id: driverId });
      return driver && toLastPosition(driver);
    },

    /** Where those on duty were last seen: a whole fleet, or one driver. */
    async lastPositions(
      whose: { vendorId: VendorId } | { driverId: DriverId },
    ): Promise<DriverLocationMessage[]> {
      const wanted = "vendorId" in whose ? { vendorId: whose.vendorId } : { _id: whose.driverId };
      const onDuty = await drivers.find({ ...wanted, status: { $in: ON_DUTY } }).toArray();
      return onDuty.flatMap(driver => {
        const position = toLastPosition(driver);
        return position ? [{ type: "driver_location", driverId: driver._id, ...position }] : [];
      });
    },
  };
}
