import { z } from "zod";
import type { AssignmentSummary } from "../assignments/assignment.schema.ts";
import { CHANGES_NOTHING, changesSomething } from "../changes.ts";
import { DeviceTime } from "../device-time.ts";
import { type DriverSummary, VehicleType } from "../drivers/driver.schema.ts";
import { IdempotencyKey } from "../idempotency.ts";
import {
  type AssignmentId,
  DriverId,
  OrderId,
  type OrderNumber,
  type TrackingToken,
  VendorId,
} from "../ids.ts";
import type { Currency } from "../money.ts";
import { page } from "../pagination.ts";
import { IsoTime, line, Phone, paragraph } from "../text.ts";
import type { ProofPolicy } from "../vendors/vendor.schema.ts";
import { type OrderAction, type OrderStatus, orderMachine } from "./order.machine.ts";
import { type Place, PlaceInput } from "./place.schema.ts";
import type { StopKind } from "./remaining-stops.ts";

export const OrderStatusSchema = z.enum(orderMachine.states);

/** How a parcel has to be carried. */
export const Handling = z.enum(["ambient", "chilled", "frozen", "controlled"]);
export type Handling = z.infer<typeof Handling>;

export const OrderItem = z.strictObject({
  name: line(1, 120),
  quantity: z.int().min(1).max(999),
  handling: Handling.default("ambient"),
});
export type OrderItem = z.infer<typeof OrderItem>;

const Items = z.array(OrderItem).min(1).max(50);
const Notes = paragraph(1_000);

export const QuoteInput = z.strictObject({
  vendorId: VendorId,
  pickup: PlaceInput.optional(),
  delivery: PlaceInput,
  vehicleType: VehicleType.optional(),
});
export type QuoteInput = z.infer<typeof QuoteInput>;

/** What a delivery would cost and how long it would take. Binding for nobody: the order is priced when it is made. */
export type Quote = {
  pickup: Place;
  delivery: Place;
  distanceKm: number;
  durationMinutes: number;
  feeCents: number;
  currency: Currency;
  /** True when distance and time do not follow streets. */
  approximate: boolean;
};

/** `pickup` is the vendor's own address unless it is given. */
export const CreateOrderInput = z.strictObject({
  vendorId: VendorId,
  pickup: PlaceInput.optional(),
  delivery: PlaceInput,
  customerName: line(2, 120),
  customerPhone: Phone,
  items: Items,
  notes: Notes.optional(),
  idempotencyKey: IdempotencyKey.optional(),
});
export type CreateOrderInput = z.infer<typeof CreateOrderInput>;

export const UpdateOrderInput = z
  .strictObject({
    orderId: OrderId,
    delivery: PlaceInput.optional(),
    customerName: line(2, 120).optional(),
    customerPhone: Phone.optional(),
    items: Items.optional(),
    notes: Notes.optional(),
    idempotencyKey: IdempotencyKey.optional(),
  })
  .refine(changesSomething("orderId", "idempotencyKey"), CHANGES_NOTHING);
export type UpdateOrderInput = z.infer<typeof UpdateOrderInput>;

export const OrderIdInput = z.strictObject({ orderId: OrderId });
export const OrderCommandInput = z.strictObject({
  orderId: OrderId,
  deviceTime: DeviceTime.optional(),
  idempotencyKey: IdempotencyKey.optional(),
});
export type OrderCommandInput = z.infer<typeof OrderCommandInput>;
export const AssignOrderInput = z.strictObject({ ...OrderCommandInput.shape, driverId: DriverId });
export type AssignOrderInput = z.infer<typeof AssignOrderInput>;
export const CancelOrderInput = z.strictObject({ ...OrderCommandInput.shape, reason: line(2, 300) });
export type CancelOrderInput = z.infer<typeof CancelOrderInput>;

export const TrackingLinkInput = z.strictObject({
  orderId: OrderId,
  idempotencyKey: IdempotencyKey.optional(),
});
export type TrackingLinkInput = z.infer<typeof TrackingLinkInput>;

export const ListOrdersInput = z.strictObject({
  ...page,
  vendorId: VendorId.optional(),
  driverId: DriverId.optional(),
  status: z.array(OrderStatusSchema).min(1).max(orderMachine.states.length).optional(),
  /** Order number, customer, phone or address. */
  query: line(1, 80).optional(),
  createdFrom: IsoTime.optional(),
  createdTo: IsoTime.optional(),
});
export type ListOrdersInput = z.infer<typeof ListOrdersInput>;

/** Why the vendor has to look at an order, most urgent first; null when all is well. */
export const Attention = z.enum(["late", "silent_driver", "declined", "unanswered", "unassigned", "new"]);
export type Attention = z.infer<typeof Attention>;

/** Ten in a hundred come before `earliest`, and ten after `latest`: nobody knows the minute. ISO 8601, whole minutes. */
export type TimeRange = { earliest: string; latest: string };

/** When the parcel is expected to be handed over, while its driver tells where he is. */
export type LiveEta = TimeRange & {
  /** `arriving`: he is at `nextStop`, or all but there. Where that is the delivery, the range says no more. */
  state: "on_the_way" | "arriving";
  nextStop: StopKind;
  /** Places that he goes to for others before he hands it over. */
  stopsBefore: number;
  /** When he is expected to have taken it; null once he has. */
  pickup: TimeRange | null;
  /** True when it rests on the great circle and not on streets. */
  approximate: boolean;
  /** Server time at which it was computed. */
  computedAt: string;
};

/** No time that would be true: the driver's phone was last heard of at `since`, and has told nothing for minutes. */
export type StaleEta = { state: "stale"; reason: "driver_silent"; since: string; computedAt: string };

export type Eta = LiveEta | StaleEta;

/**
 * An order as its reader may see it. Fields that are not his are null or empty: see docs/authorization.md.
 * Times are ISO 8601, amounts cents, distances kilometres.
 */
export type OrderView = {
  id: OrderId;
  orderNumber: OrderNumber;
  status: OrderStatus;
  /** Grows by one with each change; equals the `seq` of its last event. */
  version: number;
  vendorId: VendorId;
  vendorName: string;
  vendorPhone: string | null;
  driverId: DriverId | null;
  driver: DriverSummary | null;
  assignmentId: AssignmentId | null;
  assignment: AssignmentSummary | null;
  attention: Attention | null;
  pickup: Place;
  delivery: Place;
  customerName: string;
  customerPhone: string | null;
  items: OrderItem[];
  notes: string | null;
  estimatedDistanceKm: number;
  actualDistanceKm: number | null;
  deliveryFeeCents: number;
  currency: Currency;
  estimatedDeliveryTime: string | null;
  /** What the recipient was told when a driver took it, and is late by; null until one has. */
  promisedAt: string | null;
  eta: Eta | null;
  proofPolicy: ProofPolicy;
  proofPhotoUrl: string | null;
  signatureUrl: string | null;
  /** Null for those who may not hand it out, and when it was revoked. */
  trackingToken: TrackingToken | null;
  /** When the link ends, and what its reader may do with it; null for those who may not hand it out. */
  trackingLink: { expiresAt: string | null; can: ("revoke" | "reissue")[] } | null;
  cancelReason: string | null;
  createdAt: string;
  updatedAt: string;
  acceptedAt: string | null;
  driverAssignedAt: string | null;
  pickedUpAt: string | null;
  outForDeliveryAt: string | null;
  deliveredAt: string | null;
  cancelledAt: string | null;
  /** What the reader may do with it now. */
  can: OrderAction[];
  redactedAt: null;
};

/** What of an order is personal, and is gone when its time is over. */
type Redacted = {
  customerName: null;
  customerPhone: null;
  pickup: null;
  delivery: null;
  items: [];
  notes: null;
  cancelReason: null;
  driver: null;
  assignment: null;
  attention: null;
  eta: null;
  proofPhotoUrl: null;
  signatureUrl: null;
  trackingToken: null;
  trackingLink: null;
  /** When it was redacted. */
  redactedAt: string;
};

/** A closed order without what was personal in it: see docs/privacy.md. */
export type RedactedOrderView = Omit<OrderView, keyof Redacted> & Redacted;

/** What lists and readers of closed orders get; `redactedAt` tells the two apart. */
export type AnyOrderView = OrderView | RedactedOrderView;

/** One bead of the thread: an event of custody, oldest first. */
export type TimelineEntry = {
  seq: number;
  at: string;
  action: OrderAction | "create";
  status: OrderStatus;
  actor: { role: "user" | "vendor" | "driver" | "admin" | "system"; name: string };
  detail: string | null;
};
