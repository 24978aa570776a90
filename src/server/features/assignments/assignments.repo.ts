import type { Db, Filter } from "mongodb";
import type { AssignmentStatus } from "../../../shared/assignments/assignment.schema.ts";
import type { Actor } from "../../../shared/auth/actor.ts";
import type { AssignmentId, DriverId, OrderId, VendorId } from "../../../shared/ids.ts";
import type { Page } from "../../../shared/pagination.ts";
import type { CollectionSpec } from "../../platform/mongo/collections.ts";
import { after, readPage } from "../../platform/mongo/cursor.ts";
import { repository } from "../../platform/mongo/repository.ts";
import type { Tx } from "../../platform/mongo/transactor.port.ts";
import { visibleAssignments } from "./assignments.policy.ts";

export type AssignmentDoc = {
  _id: AssignmentId;
  orderId: OrderId;
  driverId: DriverId;
  driverName: string;
  vendorId: VendorId;
  status: AssignmentStatus;
  assignedAt: Date;
  /** Until then the driver may answer. */
  expiresAt: Date;
  acceptedAt: Date | null;
  declinedAt: Date | null;
  completedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
};

const OPEN: AssignmentStatus[] = ["pending", "accepted"];

export const assignmentsCollection: CollectionSpec = {
  name: "assignments",
  indexes: [
    { key: { driverId: 1, status: 1 } },
    { key: { vendorId: 1, createdAt: -1 } },
    {
      key: { orderId: 1 },
      options: {
        name: "one_open_per_order",
        unique: true,
        partialFilterExpression: { status: { $in: OPEN } },
      },
    },
    { key: { orderId: 1, createdAt: -1 } },
    { key: { expiresAt: 1 }, options: { partialFilterExpression: { status: "pending" } } },
  ],
};

export type AssignmentsRepo = ReturnType<typeof createAssignmentsRepo>;

export const createAssignmentsRepo = repository((db: Db) => {
  const assignments = db.collection<AssignmentDoc>(assignmentsCollection.name);
  return {
    async insert(tx: Tx, doc: AssignmentDoc): Promise<void> {
      await assignments.insertOne(doc, { session: tx });
    },

    findFor: (actor: Actor, assignmentId: AssignmentId, tx?: Tx): Promise<AssignmentDoc | null> =>
      assignments.findOne({ _id: assignmentId, ...visibleAssignments(actor) }, { session: tx }),

    /** Moves one assignment on, if it still is as the caller saw it; null when somebody was faster. */
    move: (
      tx: Tx,
      from: Pick<AssignmentDoc, "_id" | "status">,
      set: Partial<AssignmentDoc> & { status: AssignmentStatus; updatedAt: Date },
    ): Promise<AssignmentDoc | null> =>
      assignments.findOneAndUpdate(
        { _id: from._id, status: from.status },
        { $set: set },
        { session: tx, returnDocument: "after" },
      ),

    /** Offers and accepted work of a driver, oldest first. */
    openOf: (driverId: DriverId): Promise<AssignmentDoc[]> =>
      assignments
        .find({ driverId, status: { $in: OPEN } })
        .sort({ assignedAt: 1 })
        .limit(100)
        .toArray(),

    /** Pending offers whose time has run out. */
    overdue: (now: Date, limit: number): Promise<AssignmentDoc[]> =>
      assignments
        .find({ status: "pending", expiresAt: { $lte: now } })
        .limit(limit)
        .toArray(),

    list: async (
      actor: Actor,
      filter: { orderId?: OrderId; driverId?: DriverId; cursor?: string; limit: number },
    ): Promise<Page<AssignmentDoc>> => {
      const wanted: Filter<AssignmentDoc> = {};
      if (filter.orderId) wanted.orderId = filter.orderId;
      if (filter.driverId) wanted.driverId = filter.driverId;
      const matching = [visibleAssignments(actor), wanted, after<AssignmentDoc>(filter.cursor)];
      return readPage(assignments.find({ $and: matching }), filter.limit);
    },
  };
});
