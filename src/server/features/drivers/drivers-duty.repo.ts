import type { Collection } from "mongodb";
import type { DriverStatus } from "../../../shared/drivers/driver.schema.ts";
import { driverRoom, vendorRoom } from "../../../shared/events.ts";
import type { DriverId } from "../../../shared/ids.ts";
import type { Ids } from "../../platform/ids/ids.port.ts";
import type { Tx } from "../../platform/mongo/transactor.port.ts";
import type { EventActor, EventsRepo } from "../events/index.ts";
import type { DriverDoc } from "./drivers.doc.ts";

/** Who changed a driver's duty, and when. */
type Change = { driverId: DriverId; actor: EventActor; now: Date };

/** Changes of a driver's duty; each change of status writes its `driver_status` event in the same transaction. */
export function createDriverDutyRepo(
  drivers: Collection<DriverDoc>,
  { events, ids }: { events: EventsRepo; ids: Ids },
) {
  async function announced(tx: Tx, actor: EventActor, driver: DriverDoc | null): Promise<DriverDoc | null> {
    if (!driver) return null;
    const { _id: driverId, vendorId, version: seq, updatedAt: at, status } = driver;
    await events.append(tx, [
      {
        _id: ids.uuid(),
        orderId: null,
        driverId,
        seq,
        type: "driver_status",
        actor,
        at,
        payload: { type: "driver_status", driverId, vendorId, seq, at: at.toISOString(), status },
        detail: null,
        rooms: [vendorRoom(vendorId), driverRoom(driverId)],
      },
    ]);
    return driver;
  }

  return {
    /** Moves a driver to `status` if he still is as the caller saw him; null when somebody was faster. */
    async setStatus(
      tx: Tx,
      seen: Pick<DriverDoc, "_id" | "version">,
      set: { status: DriverStatus; isActive?: boolean },
      { actor, now }: Omit<Change, "driverId">,
    ): Promise<DriverDoc | null> {
      const driver = await drivers.findOneAndUpdate(
        { _id: seen._id, version: seen.version, activeOrders: 0 },
        { $set: { ...set, updatedAt: now }, $inc: { version: 1 } },
        { session: tx, returnDocument: "after" },
      );
      return announced(tx, actor, driver);
    },

    /** Opens or closes the profile without touching the duty; null while the driver has open work. */
    setActive: (tx: Tx, driverId: DriverId, isActive: boolean, now: Date): Promise<DriverDoc | null> =>
      drivers.findOneAndUpdate(
        { _id: driverId, activeOrders: 0 },
        { $set: { isActive, updatedAt: now } },
        { session: tx, returnDocument: "after" },
      ),

    /** One more accepted assignment: the driver is busy. Null when he is not on duty, or deactivated. */
    async takeWork(tx: Tx, { driverId, actor, now }: Change): Promise<DriverDoc | null> {
      const started = await drivers.findOneAndUpdate(
        { _id: driverId, isActive: true, status: "available" },
        { $set: { status: "busy", updatedAt: now }, $inc: { activeOrders: 1, version: 1 } },
        { session: tx, returnDocument: "after" },
      );
      if (started) return announced(tx, actor, started);
      return drivers.findOneAndUpdate(
        { _id: driverId, isActive: true, status: "busy" },
        { $set: { updatedAt: now }, $inc: { activeOrders: 1 } },
        { session: tx, returnDocument: "after" },
      );
    },

    /**
     * One assignment less: delivered, which adds to the totals, or taken back. After the last one the driver is
     * available again. Null when there was no open work.
     */
    async finishWork(
      tx: Tx,
      { driverId, actor, now, delivered }: Change & { delivered?: { earningsCents: number } },
    ): Promise<DriverDoc | null> {
      const totals = {
        totalDeliveries: delivered ? 1 : 0,
        totalEarningsCents: delivered?.earningsCents ?? 0,
      };
      const freed = await drivers.findOneAndUpdate(
        { _id: driverId, status: "busy", activeOrders: 1 },
        { $set: { status: "available", updatedAt: now }, $inc: { activeOrders: -1, version: 1, ...totals } },
        { session: tx, returnDocument: "after" },
      );
      if (freed) return announced(tx, actor, freed);
      return drivers.findOneAndUpdate(
        { _id: driverId, activeOrders: { $gt: 1 } },
        { $set: { updatedAt: now }, $inc: { activeOrders: -1, ...totals } },
        { session: tx, returnDocument: "after" },
      );
    },
  };
}
