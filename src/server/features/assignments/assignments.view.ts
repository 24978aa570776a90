import type { AssignmentSummary, AssignmentView } from "../../../shared/assignments/assignment.schema.ts";
import type { AssignmentDoc } from "./assignments.repo.ts";

/** The part of an assignment that its order carries along. */
export type EmbeddedAssignment = Pick<
  AssignmentDoc,
  "_id" | "status" | "driverId" | "driverName" | "assignedAt" | "expiresAt"
>;

export const toEmbedded = (doc: AssignmentDoc): EmbeddedAssignment => ({
  _id: doc._id,
  status: doc.status,
  driverId: doc.driverId,
  driverName: doc.driverName,
  assignedAt: doc.assignedAt,
  expiresAt: doc.expiresAt,
});

export const toAssignmentSummary = (doc: EmbeddedAssignment): AssignmentSummary => ({
  id: doc._id,
  status: doc.status,
  driverId: doc.driverId,
  driverName: doc.driverName,
  assignedAt: doc.assignedAt.toISOString(),
  expiresAt: doc.expiresAt.toISOString(),
});

export const toAssignmentView = (doc: AssignmentDoc): AssignmentView => ({
  ...toAssignmentSummary(doc),
  orderId: doc.orderId,
  vendorId: doc.vendorId,
  acceptedAt: doc.acceptedAt?.toISOString() ?? null,
  declinedAt: doc.declinedAt?.toISOString() ?? null,
  completedAt: doc.completedAt?.toISOString() ?? null,
});
