import type { VehicleType } from "../../../shared/drivers/driver.schema.ts";
import type { GeoJsonPoint } from "../../../shared/geo.ts";
import type {
  AssignmentId,
  DriverId,
  OrderId,
  OrderNumber,
  TrackingToken,
  UserId,
  VendorId,
} from "../../../shared/ids.ts";
import type { Currency } from "../../../shared/money.ts";
import type { OrderStatus } from "../../../shared/orders/order.machine.ts";
import type { LiveEta, OrderItem, StaleEta } from "../../../shared/orders/order.schema.ts";
import type { StopKind } from "../../../shared/orders/remaining-stops.ts";
import type { ProofPolicy } from "../../../shared/vendors/vendor.schema.ts";
import type { EmbeddedAssignment } from "../assignments/index.ts";

export type StoredPlace = { address: string; location: GeoJsonPoint };

export type StoredRange = { earliest: Date; latest: Date };

type StoredLiveEta = StoredRange & {
  state: LiveEta["state"];
  nextStop: StopKind;
  stopsBefore: number;
  pickup: StoredRange | null;
  approximate: boolean;
  /** When the driver came to the next stop; null while he is not there. */
  arrivedAt: Date | null;
};

type StoredStaleEta = Pick<StaleEta, "state" | "reason"> & { since: Date };

/** `fixAt` is the device time of the position that it rests on, `computedAt` server time. */
export type StoredEta = (StoredLiveEta | StoredStaleEta) & { computedAt: Date; fixAt: Date };

/** The driver as the order remembers him, so that a list of orders needs no second read. */
export type EmbeddedDriver = { fullName: string; phone: string; vehicleType: VehicleType };

/** What becomes of an order's personal fields: see docs/privacy.md. */
export const REDACTED = {
  customerName: null,
  customerPhone: null,
  pickup: null,
  delivery: null,
  items: [] as [],
  notes: null,
  cancelReason: null,
  driver: null,
  assignment: null,
  eta: null,
  proofPhotoUrl: null,
  signatureUrl: null,
  trackingToken: null,
} as const;

/** One order. Names of vendor and driver, prices and the proof policy are those of the day it was made or assigned. */
export type OrderDoc = {
  _id: OrderId;
  orderNumber: OrderNumber;
  userId: UserId;
  vendorId: VendorId;
  vendorName: string;
  vendorPhone: string | null;
  driverId: DriverId | null;
  driver: EmbeddedDriver | null;
  assignmentId: AssignmentId | null;
  assignment: EmbeddedAssignment | null;
  status: OrderStatus;
  /** Grows by one with each change; the `seq` of the event that was written with it. */
  version: number;
  /** Hash of the last event in the chain of custody; missing when the order is older than chains. */
  custodyHash?: string;
  /** Null when it was revoked. */
  trackingToken: TrackingToken | null;
  /** When the link was made anew; missing while it is the one that the order came with. */
  trackingIssuedAt?: Date;
  pickup: StoredPlace;
  delivery: StoredPlace;
  customerName: string;
  customerPhone: string;
  items: OrderItem[];
  notes: string | null;
  estimatedDistanceKm: number;
  actualDistanceKm: number | null;
  deliveryFeeCents: number;
  currency: Currency;
  estimatedDeliveryTime: Date | null;
  /** The estimate when the driver took it: what "on time" is measured against. */
  promisedAt: Date | null;
  eta: StoredEta | null;
  /** When followers were last told of it, by any process; missing until then. */
  etaToldAt?: Date;
  proofPolicy: ProofPolicy;
  proofPhotoUrl: string | null;
  signatureUrl: string | null;
  cancelReason: string | null;
  createdAt: Date;
  updatedAt: Date;
  acceptedAt: Date | null;
  driverAssignedAt: Date | null;
  pickedUpAt: Date | null;
  outForDeliveryAt: Date | null;
  deliveredAt: Date | null;
  cancelledAt: Date | null;
  /** Set in a redacted one alone. */
  redactedAt?: null;
};

/** A closed order of which what was personal is gone; what it is counted by is left. */
export type RedactedOrderDoc = Omit<OrderDoc, keyof typeof REDACTED | "redactedAt"> &
  typeof REDACTED & { redactedAt: Date };

export type AnyOrderDoc = OrderDoc | RedactedOrderDoc;

export const isRedacted = (order: AnyOrderDoc): order is RedactedOrderDoc => order.redactedAt != null;
