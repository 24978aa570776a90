import { z } from "zod";
import type { VehicleType } from "../drivers/driver.schema.ts";
import type { LiveStateMessage } from "../events.ts";
import type { Point } from "../geo.ts";
import { TrackingToken } from "../ids.ts";
import type { OrderStatus } from "../orders/order.machine.ts";
import type { Eta } from "../orders/order.schema.ts";

export const TrackingInput = z.strictObject({ token: TrackingToken });
export const WatchTrackingInput = z.strictObject({
  token: TrackingToken,
  lastEventId: z.string().max(60).nullish(),
});

/** Where the courier was, and how far that may be trusted. */
export type TrackedPosition = Point & { timestamp: string; heading: number | null };

/**
 * What anybody with the link may know: no items, no phone of the recipient, no street number, no ids.
 * `position` is null before the parcel is picked up, after it is closed, and while the driver's phone is silent.
 */
export type TrackingView = {
  status: OrderStatus;
  orderNumber: string;
  vendorName: string;
  vendorPhone: string | null;
  driver: { firstName: string; vehicleType: VehicleType } | null;
  /** Street without number. */
  deliveryStreet: string;
  deliveryArea: Point | null;
  eta: Eta | null;
  /** By when it was promised as the driver took it: what "on time" is measured against. Null before that. */
  promisedAt: string | null;
  position: TrackedPosition | null;
  /** Why there is no live position although the parcel is on its way. */
  positionMissing: "not_started" | "silent" | "closed" | null;
  thread: { status: OrderStatus; at: string | null }[];
  createdAt: string;
  deliveredAt: string | null;
};

/** Messages of `tracking.watch`: the whole view when anything durable changed, a position in between. */
export type TrackingMessage =
  | { type: "tracking"; view: TrackingView }
  | { type: "driver_location"; position: TrackedPosition }
  | { type: "eta_update"; eta: Eta | null }
  | LiveStateMessage;
