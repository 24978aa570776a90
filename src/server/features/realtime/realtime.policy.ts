import type { Actor } from "../../../shared/auth/actor.ts";
import {
  type DurableEvent,
  type DurableMessage,
  driverRoom,
  type Room,
  userRoom,
  vendorRoom,
} from "../../../shared/events.ts";
import { CARRYING, type OrderStatus } from "../../../shared/orders/order.machine.ts";
import type { Role } from "../../../shared/users/user.schema.ts";

/** From here on the parcel itself moves: whoever waits for it may see where it is. */
const ON_THE_WAY: readonly OrderStatus[] = ["picked_up", "out_for_delivery"];

/**
 * In which states of an order its followers see the driver's position. The business that sends him sees it from the
 * moment he takes the order; the recipient only while he carries the parcel, since where a courier drives before that
 * concerns other people's errands.
 */
export const showsPosition = (role: Role, status: OrderStatus): boolean =>
  (role === "user" ? ON_THE_WAY : CARRYING).includes(status);

/**
 * Offers and refusals are between a business and its drivers: the customer hears that the order has changed, with the
 * same seq, and not who was asked. An order stays accepted while it is being offered (see the machine).
 */
export const messageFor = (role: Role, message: DurableMessage): DurableMessage =>
  message.type === "ready" || message.type === "resync" ? message : eventFor(role, message);

export function eventFor(role: Role, event: DurableEvent): DurableEvent {
  const isOffer = event.type === "new_assignment" || event.type === "assignment_update";
  if (role !== "user" || !isOffer) return event;
  const { orderId, vendorId, seq, at } = event;
  return {
    type: "order_status",
    orderId,
    vendorId,
    seq,
    at,
    action: "update",
    status: "accepted",
    driverId: null,
  };
}

/** Whose events the feed tells an actor: his own, his business's, or those of all, which is null. */
export function feedRoom({ role, userId, vendorId, driverId }: Actor): Room | null {
  if (role === "admin") return null;
  if (role === "user") return userRoom(userId);
  if (role === "vendor" && vendorId) return vendorRoom(vendorId);
  if (role === "driver" && driverId) return driverRoom(driverId);
  return NOBODYS_ROOM;
}

/** For those who have no profile, or not yet. */
const NOBODYS_ROOM: Room = "user_";
