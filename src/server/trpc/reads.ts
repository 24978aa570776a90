import type { SubjectKind } from "../../shared/admin/admin.schema.ts";
import type { AssignmentView, WorkItem } from "../../shared/assignments/assignment.schema.ts";
import type { DriverView } from "../../shared/drivers/driver.schema.ts";
import type { LiveMessage } from "../../shared/events.ts";
import type { AnyOrderView } from "../../shared/orders/order.schema.ts";
import type { Page } from "../../shared/pagination.ts";
import type { PersonFound } from "../../shared/privacy/privacy.schema.ts";
import type { DeliveryRow, DriverRow } from "../../shared/reports/report.schema.ts";
import type { ManagedUser } from "../../shared/users/user.schema.ts";
import type { MemberView } from "../../shared/vendors/member.schema.ts";

/** Whose personal data an answer holds: people by the id of their account or profile, recipients by their order. */
export type Read<Answer, Input> = {
  kind: SubjectKind;
  subjectsOf: (answer: Answer, input: Input) => readonly string[];
};

/** `Answer` is what the procedure answers, or the first message of a subscription; a test holds the two together. */
const reads = <Answer, Input = unknown>(
  kind: SubjectKind,
  subjectsOf: (answer: Answer, input: Input) => readonly string[],
): Read<Answer, Input> => ({ kind, subjectsOf });

type OfOrder = { orderId: string };
type OfDriver = { driverId: string };
type OfVendor = { vendorId: string };

const itself = ({ id }: { id: string }) => [id];
const all = ({ items }: Page<{ id: string }>) => items.map(({ id }) => id);
const ordersOf = (rows: readonly OfOrder[]) => [...new Set(rows.map(({ orderId }) => orderId))];
/** The first message of live positions, in which everybody on duty is. */
const driversIn = (messages: readonly LiveMessage[]) =>
  messages.flatMap(message => (message.type === "driver_location" ? [message.driverId] : []));

/**
 * Every query and subscription: whose data it tells, or in words why nobody has to know that it was asked. What is
 * written, and when: docs/decisions/0014-the-audit-log.md.
 */
export const READS = {
  "auth.me": "the caller's own account",
  "auth.sessions": "the caller's own sessions",
  "auth.secondFactor": "the caller's own second factor",

  "users.get": reads<ManagedUser>("user", itself),
  "users.list": reads<Page<ManagedUser>>("user", all),

  "vendors.me": "the caller's own business",
  "vendors.get": "how to reach a business, which every customer may know",
  "vendors.list": "how to reach businesses, which every customer may know",

  "vendors.members": reads<Page<MemberView>>("user", ({ items }) => items.map(({ userId }) => userId)),

  "drivers.me": "the caller's own profile",
  "drivers.get": reads<DriverView>("driver", itself),
  "drivers.list": reads<Page<DriverView>>("driver", all),
  "drivers.trail": reads<unknown, OfDriver>("driver", (_, { driverId }) => [driverId]),

  "orders.quote": "a place that the caller gives",
  "orders.get": reads<AnyOrderView>("order", itself),
  "orders.list": reads<Page<AnyOrderView>>("order", all),
  "orders.events": "what happened to orders, by ids and states alone",
  "orders.timeline": reads<unknown, OfOrder>("order", (_, { orderId }) => [orderId]),
  "orders.custody": reads<unknown, OfOrder>("order", (_, { orderId }) => [orderId]),

  "assignments.mine": reads<{ items: WorkItem[] }>("order", ({ items }) => ordersOf(items)),
  "assignments.history": reads<Page<AssignmentView>>("order", ({ items }) => ordersOf(items)),

  "tracking.get": "the service keeps it, which alone knows the order of a link",
  "tracking.watch": "the service keeps it, which alone knows the order of a link",

  "realtime.vendor": reads<unknown, OfVendor>("vendor", (_, { vendorId }) => [vendorId]),
  "realtime.order": reads<unknown, OfOrder>("order", (_, { orderId }) => [orderId]),
  "realtime.driver": reads<unknown, OfDriver>("driver", (_, { driverId }) => [driverId]),
  "realtime.vendorLocations": reads<readonly LiveMessage[], OfVendor>("vendor", (first, { vendorId }) => [
    vendorId,
    ...driversIn(first),
  ]),
  "realtime.orderLocations": reads<unknown, OfOrder>("order", (_, { orderId }) => [orderId]),
  "realtime.driverLocations": reads<unknown, OfDriver>("driver", (_, { driverId }) => [driverId]),

  "maps.geocode": "places, and nobody who lives there",
  "maps.autocomplete": "places, and nobody who lives there",
  "maps.reverse": "places, and nobody who lives there",
  "maps.route": "streets between places that the caller gives",
  "maps.matrix": "streets between places that the caller gives",
  "maps.eta": "streets between places that the caller gives",
  "maps.config": "what the map is drawn with",

  "reports.summary": "sums",
  "reports.deliveries": reads<Page<DeliveryRow>>("order", ({ items }) => ordersOf(items)),
  "reports.drivers": reads<readonly DriverRow[]>("driver", rows => rows.map(({ driverId }) => driverId)),
  "reports.etaAccuracy": "sums",
  "reports.export": reads<unknown, Partial<OfVendor>>("vendor", (_, { vendorId }) => [vendorId ?? "every"]),

  "privacy.find": reads<PersonFound>("user", ({ userId }) => (userId ? [userId] : [])),

  "admin.overview": "counts",
  "admin.exportAuditLog": reads<unknown, { subject?: string }>("audit", (_, { subject }) => [
    subject ?? "every",
  ]),
  "admin.auditLog": reads<unknown, { subject?: string }>("audit", (_, { subject }) => [subject ?? "every"]),
} satisfies Record<string, Read<never, never> | string>;

/** The row of a procedure, for whoever has an answer of it in hand. */
export const readAt = (path: string): Read<unknown, unknown> | string | undefined =>
  (READS as Record<string, Read<unknown, unknown> | string>)[path];
