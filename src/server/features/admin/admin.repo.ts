import type { Db } from "mongodb";
import { SILENT_AFTER_MS } from "../../../shared/drivers/driver.presence.ts";
import { CLOSED, type OrderStatus } from "../../../shared/orders/order.machine.ts";
import { repository } from "../../platform/mongo/repository.ts";
import { type DriverDoc, driversCollection } from "../drivers/index.ts";
import { type OrderDoc, ordersCollection } from "../orders/index.ts";
import { type UserDoc, usersCollection } from "../users/index.ts";
import { type VendorDoc, vendorsCollection } from "../vendors/index.ts";

export type AdminRepo = ReturnType<typeof createAdminRepo>;

/** Counts over everything. */
export const createAdminRepo = repository((db: Db) => {
  const orders = db.collection<OrderDoc>(ordersCollection.name);
  const drivers = db.collection<DriverDoc>(driversCollection.name);
  const vendors = db.collection<VendorDoc>(vendorsCollection.name);
  const users = db.collection<UserDoc>(usersCollection.name);

  return {
    ordersSince: (from: Date): Promise<number> => orders.countDocuments({ createdAt: { $gte: from } }),

    deliveredSince: (from: Date): Promise<number> => orders.countDocuments({ deliveredAt: { $gte: from } }),

    /** How many open orders are in each status; a status without any is missing. */
    async openByStatus(): Promise<Map<OrderStatus, number>> {
      const counts = await orders
        .aggregate<{ _id: OrderStatus; count: number }>([
          { $match: { status: { $nin: [...CLOSED] } } },
          { $group: { _id: "$status", count: { $sum: 1 } } },
        ])
        .toArray();
      return new Map(counts.map(({ _id, count }) => [_id, count]));
    },

    /** Open orders past the time that was promised, or before a promise was made, past the estimate. */
    late: (now: Date): Promise<number> =>
      orders.countDocuments({
        status: { $nin: [...CLOSED] },
        $or: [{ promisedAt: { $lt: now } }, { promisedAt: null, estimatedDeliveryTime: { $lt: now } }],
      }),

    onDuty: (): Promise<number> => drivers.countDocuments({ status: { $in: ["available", "busy"] } }),

    /** `isSilent` of shared/drivers/driver.presence.ts as a query; a test holds the two together. */
    silent: (now: Date): Promise<number> =>
      drivers.countDocuments({
        $or: [
          {
            status: { $in: ["available", "busy"] },
            lastLocationUpdate: { $lt: new Date(now.getTime() - SILENT_AFTER_MS) },
          },
          { status: "busy", lastLocationUpdate: null },
        ],
      }),

    vendorsWaiting: (): Promise<number> => vendors.countDocuments({ isActive: false, approvedAt: null }),

    users: (): Promise<number> => users.countDocuments({}),
  };
});
