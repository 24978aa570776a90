import type { Db, Filter } from "mongodb";
import type { Actor } from "../../../shared/auth/actor.ts";
import type { DriverStatus } from "../../../shared/drivers/driver.schema.ts";
import type { DriverId, UserId, VendorId } from "../../../shared/ids.ts";
import type { Page } from "../../../shared/pagination.ts";
import type { Ids } from "../../platform/ids/ids.port.ts";
import type { CollectionSpec } from "../../platform/mongo/collections.ts";
import { after, readPage } from "../../platform/mongo/cursor.ts";
import { given } from "../../platform/mongo/given.ts";
import { repository } from "../../platform/mongo/repository.ts";
import { contains } from "../../platform/mongo/search.ts";
import type { Tx } from "../../platform/mongo/transactor.port.ts";
import type { EventsRepo } from "../events/index.ts";
import type { DriverDoc } from "./drivers.doc.ts";
import { visibleDrivers } from "./drivers.policy.ts";
import { createDriverDutyRepo } from "./drivers-duty.repo.ts";
import { createDriverPositionsRepo } from "./drivers-positions.repo.ts";

export type DriverChange = Partial<
  Pick<DriverDoc, "fullName" | "phone" | "vehicleType" | "vehicleNumber" | "licenseNumber">
>;

export const driversCollection: CollectionSpec = {
  name: "drivers",
  indexes: [
    { key: { userId: 1 }, options: { unique: true } },
    { key: { vendorId: 1, createdAt: -1 } },
    { key: { status: 1 } },
    { key: { location: "2dsphere" } },
    { key: { createdAt: -1, _id: -1 } },
  ],
};

export type DriversRepo = ReturnType<typeof createDriversRepo>;

export const createDriversRepo = repository((db: Db, deps: { events: EventsRepo; ids: Ids }) => {
  const drivers = db.collection<DriverDoc>(driversCollection.name);
  return {
    ...createDriverDutyRepo(drivers, deps),
    ...createDriverPositionsRepo(drivers),

    async insert(tx: Tx, doc: DriverDoc): Promise<void> {
      await drivers.insertOne(doc, { session: tx });
    },

    findById: (driverId: DriverId, tx?: Tx): Promise<DriverDoc | null> =>
      drivers.findOne({ _id: driverId }, { session: tx }),

    findByIds: (driverIds: readonly DriverId[], tx?: Tx): Promise<DriverDoc[]> =>
      drivers.find({ _id: { $in: [...driverIds] } }, { session: tx }).toArray(),

    /** The driver, if the actor may see him. */
    findFor: (actor: Actor, driverId: DriverId, tx?: Tx): Promise<DriverDoc | null> =>
      drivers.findOne({ $and: [{ _id: driverId }, visibleDrivers(actor)] }, { session: tx }),

    /** The driver profile of an account. */
    findByUser: (userId: UserId): Promise<DriverDoc | null> => drivers.findOne({ userId }),

    /** Whose drivers accounts are; nothing of those that are none. */
    employersOf: async (
      userIds: readonly UserId[],
    ): Promise<Pick<DriverDoc, "_id" | "userId" | "vendorId" | "isActive">[]> =>
      userIds.length === 0
        ? []
        : drivers
            .find({ userId: { $in: [...userIds] } }, { projection: { userId: 1, vendorId: 1, isActive: 1 } })
            .toArray(),

    /** The driver afterwards, or null when there is none that the actor may see. */
    update: (
      tx: Tx,
      actor: Actor,
      driverId: DriverId,
      change: DriverChange,
      now: Date,
    ): Promise<DriverDoc | null> =>
      drivers.findOneAndUpdate(
        { $and: [{ _id: driverId }, visibleDrivers(actor)] },
        { $set: given({ ...change, updatedAt: now }) },
        { session: tx, returnDocument: "after" },
      ),

    async list(
      actor: Actor,
      filter: { vendorId?: VendorId; status?: DriverStatus; query?: string; cursor?: string; limit: number },
    ): Promise<Page<DriverDoc>> {
      const wanted: Filter<DriverDoc> = {};
      if (filter.vendorId) wanted.vendorId = filter.vendorId;
      if (filter.status) wanted.status = filter.status;
      if (filter.query) {
        const text = contains(filter.query);
        wanted.$or = [{ fullName: text }, { email: text }, { phone: text }, { vehicleNumber: text }];
      }
      const matching = [visibleDrivers(actor), wanted, after<DriverDoc>(filter.cursor)];
      return readPage(drivers.find({ $and: matching }), filter.limit);
    },
  };
});
