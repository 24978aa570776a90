import type { Actor } from "../../../shared/auth/actor.ts";
import { isSilent, type Presence, silentSince } from "../../../shared/drivers/driver.presence.ts";
import { fromGeoJson } from "../../../shared/geo.ts";
import { attentionOf } from "../../../shared/orders/attention.ts";
import { CARRYING, legalActions } from "../../../shared/orders/order.machine.ts";
import { ORDER_PERMISSION } from "../../../shared/orders/order.permissions.ts";
import type {
  AnyOrderView,
  Eta,
  OrderView,
  RedactedOrderView,
  TimeRange,
} from "../../../shared/orders/order.schema.ts";
import type { Place } from "../../../shared/orders/place.schema.ts";
import { can } from "../../../shared/permissions.ts";
import { toAssignmentSummary } from "../assignments/index.ts";
import {
  type AnyOrderDoc,
  isRedacted,
  type OrderDoc,
  REDACTED,
  type RedactedOrderDoc,
  type StoredEta,
  type StoredPlace,
  type StoredRange,
} from "./orders.doc.ts";
import { toTrackingLink } from "./tracking-link.ts";

/** What the reader's view depends on besides the order itself. */
export type Reading = {
  now: Date;
  /** Who has it in hand; null when nobody has, and when that does not matter. */
  carrier: Presence | null;
  trackingLinkHours: number;
};

/** The order as this actor may see it, whole or redacted. */
export const toAnyOrderView = (doc: AnyOrderDoc, actor: Actor, reading: Reading): AnyOrderView =>
  isRedacted(doc) ? toRedactedView(doc, actor) : toOrderView(doc, actor, reading);

/** The order as this actor may see it: an allow-list, so a new field of the document stays inside. */
export function toOrderView(
  doc: OrderDoc,
  actor: Actor,
  { now, carrier, trackingLinkHours }: Reading,
): OrderView {
  const runsTheOrder = actor.role === "vendor" || actor.role === "admin";
  const carriesIt =
    actor.role === "driver" && doc.driverId === actor.driverId && CARRYING.includes(doc.status);
  const madeIt = actor.role === "user";
  const assignment = doc.assignment && toAssignmentSummary(doc.assignment);
  return {
    ...factsOf(doc, actor),
    driver:
      doc.driverId && doc.driver
        ? {
            id: doc.driverId,
            fullName: madeIt ? firstName(doc.driver.fullName) : doc.driver.fullName,
            phone: runsTheOrder ? doc.driver.phone : null,
            vehicleType: doc.driver.vehicleType,
          }
        : null,
    assignment: madeIt ? null : assignment,
    attention: runsTheOrder ? attention(doc, now, carrier) : null,
    pickup: toPlace(doc.pickup),
    delivery: toPlace(doc.delivery),
    customerName: doc.customerName,
    customerPhone: runsTheOrder || madeIt || carriesIt ? doc.customerPhone : null,
    items: doc.items,
    notes: doc.notes,
    eta: etaAsOf(doc.eta, carrier, now),
    proofPhotoUrl: doc.proofPhotoUrl,
    signatureUrl: doc.signatureUrl,
    trackingToken: runsTheOrder || madeIt ? doc.trackingToken : null,
    trackingLink: runsTheOrder || madeIt ? toTrackingLink(doc, actor, trackingLinkHours) : null,
    cancelReason: doc.cancelReason,
    can: abilities(doc, actor),
    redactedAt: null,
  };
}

const toRedactedView = (doc: RedactedOrderDoc, actor: Actor): RedactedOrderView => ({
  ...factsOf(doc, actor),
  ...REDACTED,
  attention: null,
  trackingLink: null,
  can: [],
  redactedAt: doc.redactedAt.toISOString(),
});

/** What an order is counted, paid and found by; nothing in it is personal. */
const factsOf = (doc: AnyOrderDoc, { role }: Actor) => ({
  id: doc._id,
  orderNumber: doc.orderNumber,
  status: doc.status,
  version: doc.version,
  vendorId: doc.vendorId,
  vendorName: doc.vendorName,
  vendorPhone: doc.vendorPhone,
  driverId: doc.driverId,
  assignmentId: role === "user" ? null : doc.assignmentId,
  estimatedDistanceKm: doc.estimatedDistanceKm,
  actualDistanceKm: doc.actualDistanceKm,
  deliveryFeeCents: doc.deliveryFeeCents,
  currency: doc.currency,
  estimatedDeliveryTime: iso(doc.estimatedDeliveryTime),
  promisedAt: iso(doc.promisedAt),
  proofPolicy: doc.proofPolicy,
  createdAt: doc.createdAt.toISOString(),
  updatedAt: doc.updatedAt.toISOString(),
  acceptedAt: iso(doc.acceptedAt),
  driverAssignedAt: iso(doc.driverAssignedAt),
  pickedUpAt: iso(doc.pickedUpAt),
  outForDeliveryAt: iso(doc.outForDeliveryAt),
  deliveredAt: iso(doc.deliveredAt),
  cancelledAt: iso(doc.cancelledAt),
});

/** The machine's legal actions, less those that the actor may not take or that the details of this order rule out. */
function abilities(doc: OrderDoc, actor: Actor): OrderView["can"] {
  const offered = doc.assignment?.status === "pending";
  const isOffer = offered && doc.assignment?.driverId === actor.driverId;
  const permitted = legalActions(doc.status, actor.role).filter(action =>
    can(actor, ORDER_PERMISSION[action]),
  );
  return permitted.filter(action => {
    switch (action) {
      case "assign":
        return !offered;
      case "unassign":
        return offered || doc.driverId !== null;
      case "acceptAssignment":
      case "declineAssignment":
        return isOffer;
      case "pickUp":
      case "startDelivery":
      case "addProof":
      case "deliver":
        return doc.driverId === actor.driverId;
      default:
        return true;
    }
  });
}

const attention = (doc: OrderDoc, now: Date, carrier: Presence | null) =>
  attentionOf(
    {
      status: doc.status,
      assignmentStatus: doc.assignment?.status ?? null,
      expectedBy: doc.promisedAt ?? doc.estimatedDeliveryTime,
      driverIsSilent: carrier !== null && isSilent(carrier, now),
    },
    now,
  );

export const firstName = (fullName: string): string => fullName.split(" ")[0] ?? fullName;

export const toPlace = ({ address, location }: StoredPlace): Place => ({ address, ...fromGeoJson(location) });

export function toEta(eta: StoredEta): Eta {
  const computedAt = eta.computedAt.toISOString();
  if (eta.state === "stale") {
    const { state, reason, since } = eta;
    return { state, reason, since: since.toISOString(), computedAt };
  }
  const { state, nextStop, stopsBefore, pickup, approximate } = eta;
  return {
    ...toRange(eta),
    state,
    nextStop,
    stopsBefore,
    pickup: pickup && toRange(pickup),
    approximate,
    computedAt,
  };
}

/**
 * The estimate as it may be told now. Of a driver who has fallen silent there is none, before anybody got round to
 * keeping that; and that he was silent is no news of one who is heard again.
 */
export function etaAsOf(eta: StoredEta | null, carrier: Presence | null, now: Date): Eta | null {
  // Versions before this one kept estimates without a state: the next position brings another.
  if (!eta?.state) return null;
  const since = carrier && silentSince(carrier, now);
  if (since) return toEta({ ...STALE, since, computedAt: eta.computedAt, fixAt: eta.fixAt });
  return eta.state === "stale" ? null : toEta(eta);
}

export const STALE = { state: "stale", reason: "driver_silent" } as const;

const toRange = ({ earliest, latest }: StoredRange): TimeRange => ({
  earliest: earliest.toISOString(),
  latest: latest.toISOString(),
});

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;
