import { z } from "zod";
import type { OrderStatus } from "../orders/order.machine.ts";
import { page } from "../pagination.ts";
import { IsoTime, line } from "../text.ts";
import type { Role } from "../users/user.schema.ts";

/** Where the reader's day began, as of reports; left out, it is midnight UTC. */
export const AdminOverviewInput = z.strictObject({ todayFrom: IsoTime.optional() }).optional();
export type AdminOverviewInput = z.infer<typeof AdminOverviewInput>;

export type AdminOverview = {
  ordersToday: number;
  deliveredToday: number;
  openOrders: Record<OrderStatus, number>;
  lateOrders: number;
  driversOnDuty: number;
  silentDrivers: number;
  vendorsWaiting: number;
  users: number;
  /** Live messages do not all reach the process that was asked: positions may be late. */
  isLiveDegraded: boolean;
};

/** Sign-ins; who read whose data; what administrators did to what is another's; what people did to their own. */
export const AuditGroup = z.enum(["signIns", "reads", "adminActions", "changes"]);
export type AuditGroup = z.infer<typeof AuditGroup>;

/** What the log is searched by: all that is given has to hold. */
const filters = {
  group: AuditGroup.optional(),
  action: line(1, 60).optional(),
  actorId: line(1, 60).optional(),
  /** What it was done to, or whose data was read: an id, an order number, or an e-mail address. */
  subject: line(1, 254).optional(),
  ip: line(2, 60).optional(),
  from: IsoTime.optional(),
  to: IsoTime.optional(),
  /** Whole words that stand together in a detail, a reason or the name of who did it. */
  text: line(2, 80).optional(),
};

export const AuditExportInput = z.strictObject(filters);
export type AuditExportInput = z.infer<typeof AuditExportInput>;

export const AuditLogInput = z.strictObject({ ...page, ...filters });
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
