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
