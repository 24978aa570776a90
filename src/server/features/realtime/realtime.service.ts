import type { Actor } from "../../../shared/auth/actor.ts";
import type { DriverLocationMessage, LiveMessage } from "../../../shared/events.ts";
import type { DriverId, OrderId, VendorId } from "../../../shared/ids.ts";
import type { OrderStatus } from "../../../shared/orders/order.machine.ts";
import type { EventLog, LogMessage } from "../events/index.ts";
import type { LiveRooms } from "./live-rooms.ts";

type Deps = {
  log: EventLog;
  live: LiveRooms;
  /** Each resolves when the actor may follow it, and throws VENDOR_, DRIVER_ or ORDER_NOT_FOUND when not. */
  requireVendor: (actor: Actor, vendorId: VendorId) => Promise<unknown>;
  requireDriver: (actor: Actor, driverId: DriverId) => Promise<unknown>;
  requireOrder: (
    actor: Actor,
    orderId: OrderId,
  ) => Promise<{ status: OrderStatus; driverId: DriverId | null }>;
  /** Last known positions of drivers that are on duty. */
  lastPositionsOf: (
    whose: { vendorId: VendorId } | { driverId: DriverId },
  ) => Promise<DriverLocationMessage[]>;
};

type Durable = AsyncGenerator<LogMessage, void, undefined>;
type Live = AsyncGenerator<LiveMessage[], void, undefined>;
type Following = { lastEventId?: string | null | undefined; signal: AbortSignal | undefined };

export type RealtimeService = {
  vendor(actor: Actor, input: { vendorId: VendorId } & Following): Durable;
  order(actor: Actor, input: { orderId: OrderId } & Following): Durable;
  driver(actor: Actor, input: { driverId: DriverId } & Following): Durable;
  vendorLocations(actor: Actor, input: { vendorId: VendorId } & Following): Live;
  orderLocations(actor: Actor, input: { orderId: OrderId } & Following): Live;
  driverLocations(actor: Actor, input: { driverId: DriverId } & Following): Live;
};

export function createRealtimeService(_deps: Deps): RealtimeService {
  throw new Error("not written yet");
}
