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
});
export type AuditLogInput = z.infer<typeof AuditLogInput>;

export type AuditEntry = {
  id: string;
  at: string;
  actor: { id: string | null; role: Role | "system"; name: string };
  action: string;
  subject: string | null;
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
