import { z } from "zod";
import type { OrderStatus } from "../orders/order.machine.ts";
import { page } from "../pagination.ts";
import { line } from "../text.ts";
import type { Role } from "../users/user.schema.ts";

export type AdminOverview = {
  ordersToday: number;
  deliveredToday: number;
  openOrders: Record<OrderStatus, number>;
  lateOrders: number;
  driversOnDuty: number;
  silentDrivers: number;
  vendorsWaiting: number;
  users: number;
};

export const AuditLogInput = z.strictObject({
  ...page,
  action: line(1, 60).optional(),
  actorId: line(1, 60).optional(),
  /** What it was done to, or whose data was read. */
  subject: line(1, 254).optional(),
});
export type AuditLogInput = z.infer<typeof AuditLogInput>;

export type SubjectKind = "order" | "driver" | "user" | "vendor" | "audit";

export type AuditEntry = {
  id: string;
  at: string;
  /** `link`: whoever held a tracking link. */
  actor: { id: string | null; role: Role | "system" | "link"; name: string };
  action: string;
  /** What it was done to; of a read the first of `subjects`. */
  subject: string | null;
  subjects: string[];
  /** What the ids of a read are of: `order` stands for its recipient. */
  subjectKind: SubjectKind | null;
  detail: string | null;
  changes: AuditChange[];
  /** Why an administrator changed what is another's. */
  reason: string | null;
  ip: string | null;
  userAgent: string | null;
  requestId: string | null;
  sessionId: string | null;
};

/** A field that has another value since. Personal values are not kept: then `from` and `to` are left out. */
export type AuditChange = { field: string; from?: string | null; to?: string | null };
