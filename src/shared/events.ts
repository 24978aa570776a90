import { z } from "zod";
import type { AssignmentStatus } from "./assignments/assignment.schema.ts";
import type { DriverStatus } from "./drivers/driver.schema.ts";
import { type AssignmentId, DriverId, OrderId, type UserId, VendorId } from "./ids.ts";
import type { OrderAction, OrderStatus } from "./orders/order.machine.ts";
import type { Eta } from "./orders/order.schema.ts";
import { Point } from "./point.schema.ts";
import type { ProofKind } from "./proofs/proof.schema.ts";

/** Who hears a message: everybody of a vendor, everybody who follows an order, the driver himself, who placed it. */
export type Room = `vendor_${string}` | `order_${string}` | `driver_${string}` | `user_${string}`;

export const vendorRoom = (id: VendorId): Room => `vendor_${id}`;
export const orderRoom = (id: OrderId): Room => `order_${id}`;
export const driverRoom = (id: DriverId): Room => `driver_${id}`;
export const userRoom = (id: UserId): Room => `user_${id}`;

type OfOrder = {
  orderId: OrderId;
  vendorId: VendorId;
  /** The order's version after this event: contiguous from 1. */
  seq: number;
  at: string;
};

/** Any change of an order that keeps or moves its status; `action` is what was done. */
export type OrderStatusEvent = OfOrder & {
  type: "order_status";
  action: OrderAction | "create";
  status: OrderStatus;
  driverId: DriverId | null;
};

/** An offer was made to a driver. */
export type NewAssignmentEvent = OfOrder & {
  type: "new_assignment";
  assignmentId: AssignmentId;
  driverId: DriverId;
  expiresAt: string;
};

/** An offer was answered, ran out or was taken back without a change of the order's status. */
export type AssignmentUpdateEvent = OfOrder & {
  type: "assignment_update";
  assignmentId: AssignmentId;
  driverId: DriverId;
  status: AssignmentStatus;
};

export type ProofAddedEvent = OfOrder & { type: "proof_added"; kind: ProofKind };

/** Who follows by link has to look again. No part of custody and no new version: `seq` is that of the last change. */
export type TrackingLinkEvent = OfOrder & {
  type: "tracking_link";
  state: "revoked" | "reissued";
};

/** A driver's duty changed. Belongs to no order; `seq` counts the driver's own changes. */
export type DriverStatusEvent = {
  type: "driver_status";
  driverId: DriverId;
  vendorId: VendorId;
  seq: number;
  at: string;
  status: DriverStatus;
};

/** Committed with the change that it reports, delivered in order, resumable. */
export type DurableEvent =
  | OrderStatusEvent
  | NewAssignmentEvent
  | AssignmentUpdateEvent
  | ProofAddedEvent
  | TrackingLinkEvent
  | DriverStatusEvent;

/** A driver's last position. Speed in km/h, heading in degrees, accuracy in metres. Latest wins: may be skipped. */
export type DriverLocationMessage = {
  type: "driver_location";
  driverId: DriverId;
  latitude: number;
  longitude: number;
  timestamp: string;
  speed: number | null;
  heading: number | null;
  accuracy: number | null;
  /** He has an order in hand: first in line when a room is busy. */
  isCarrying: boolean;
};

/** The expected time of arrival changed. Latest wins. */
export type EtaUpdateMessage = { type: "eta_update"; orderId: OrderId; eta: Eta | null };

/** Whether a driver can be reached, as the server sees it; for his business alone. The highest `asOf` wins. */
export type DriverPresenceMessage = {
  type: "driver_presence";
  driverId: DriverId;
  /** Grows with time, and that is all it means: what two processes tell may overtake each other. */
  asOf: number;
  /** His application is connected now. */
  isConnected: boolean;
  /** When his phone was last heard of, if ever; to about half a minute while it is connected. */
  lastSeenAt: string | null;
  lastLocationUpdate: string | null;
  /** He works, and has told no position that is believed for three minutes. */
  isSilent: boolean;
};

/** How many have the tracking page of an order open now; for its business alone. The highest `asOf` wins. */
export type OrderWatchedMessage = {
  type: "order_watched";
  orderId: OrderId;
  asOf: number;
  watchers: number;
};

/**
 * Whether live messages of other processes of the service are missing, so that what is shown may be late; events are
 * not. Told when it changes, and at the beginning of a subscription while it is so.
 */
export type LiveStateMessage = { type: "live_state"; isDegraded: boolean };

/** Live messages: coalesced, never queued without bound. */
export type LiveMessage =
  | DriverLocationMessage
  | EtaUpdateMessage
  | DriverPresenceMessage
  | OrderWatchedMessage
  | LiveStateMessage;

/**
 * First message of every durable subscription that does not resume: from here on nothing is missed, so what is read
 * now is complete. `resync` says that events are missing for this client, because its cursor was too old or too much
 * has happened since: read again.
 */
export type StreamControl = { type: "ready" } | { type: "resync" };

export type DurableMessage = DurableEvent | StreamControl;

/** The one union of everything that travels over the socket. */
export type RealtimeMessage = DurableMessage | LiveMessage;

const resume = { lastEventId: z.string().max(60).nullish() };
export const WatchVendorInput = z.strictObject({ vendorId: VendorId, ...resume });

/** What a map shows, in degrees; not across the date line. */
export const Viewport = z
  .strictObject({
    west: Point.shape.longitude,
    south: Point.shape.latitude,
    east: Point.shape.longitude,
    north: Point.shape.latitude,
  })
  .refine(({ west, south, east, north }) => west <= east && south <= north, "must not be inside out");
export type Viewport = z.infer<typeof Viewport>;

/** With `box`, only who is inside it, near it, or was there a moment ago. */
export const WatchVendorLocationsInput = z.strictObject({
  vendorId: VendorId,
  ...resume,
  box: Viewport.optional(),
});
export const WatchOrderInput = z.strictObject({ orderId: OrderId, ...resume });
export const WatchDriverInput = z.strictObject({ driverId: DriverId, ...resume });

/** Longest time that a reader of the feed may wait for something to happen, in milliseconds. */
export const MAX_FEED_WAIT_MS = 25_000;

export const ReadEventsInput = z.strictObject({
  /** The cursor of the last event that the reader has dealt with, `now`, or nothing: the oldest that is kept. */
  after: z.union([z.literal("now"), z.string().regex(/^\d{1,10}\.\d{1,10}\.\d{1,7}$/)]).optional(),
  limit: z.int().min(1).max(100).default(100),
  waitMs: z.int().min(0).max(MAX_FEED_WAIT_MS).default(0),
});
export type ReadEventsInput = z.infer<typeof ReadEventsInput>;

/** A page of the feed, oldest first; what happens next comes after `nextCursor`. */
export type EventsPage = { items: { cursor: string; event: DurableEvent }[]; nextCursor: string };
