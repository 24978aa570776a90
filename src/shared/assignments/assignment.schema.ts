import { z } from "zod";
import { DeviceTime } from "../device-time.ts";
import { IdempotencyKey } from "../idempotency.ts";
import { AssignmentId, DriverId, OrderId, type VendorId } from "../ids.ts";
import type { OrderView } from "../orders/order.schema.ts";
import { page } from "../pagination.ts";

export const AssignmentStatus = z.enum([
  "pending",
  "accepted",
  "declined",
  "completed",
  "expired",
  "cancelled",
]);
export type AssignmentStatus = z.infer<typeof AssignmentStatus>;

/** How long a driver has to answer an offer. */
export const OFFER_SECONDS = 300;

export const AnswerAssignmentInput = z.strictObject({
  assignmentId: AssignmentId,
  deviceTime: DeviceTime.optional(),
  idempotencyKey: IdempotencyKey.optional(),
});
export type AnswerAssignmentInput = z.infer<typeof AnswerAssignmentInput>;

export const AssignmentHistoryInput = z.strictObject({
  ...page,
  orderId: OrderId.optional(),
  driverId: DriverId.optional(),
});
export type AssignmentHistoryInput = z.infer<typeof AssignmentHistoryInput>;

/** The latest assignment of an order, as the order shows it. */
export type AssignmentSummary = {
  id: AssignmentId;
  status: AssignmentStatus;
  driverId: DriverId;
  driverName: string;
  assignedAt: string;
  expiresAt: string;
};

export type AssignmentView = AssignmentSummary & {
  orderId: OrderId;
  vendorId: VendorId;
  acceptedAt: string | null;
  declinedAt: string | null;
  completedAt: string | null;
};

/** A driver's open work: offers to answer first, then the orders in hand, oldest first. */
export type WorkItem = AssignmentView & { order: OrderView };
