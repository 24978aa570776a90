import { CARRYING, CLOSED } from "../../../shared/orders/order.machine.ts";
import type { Attention, OrderView } from "../../../shared/orders/order.schema.ts";

export type LaneName = "attention" | "waiting" | "road" | "done";

export type Lanes = Record<LaneName, OrderView[]>;

/** In the order in which a dispatcher looks. */
export const LANES = [
  { name: "attention", title: "Needs you" },
  { name: "waiting", title: "Waiting for an answer" },
  { name: "road", title: "On the road" },
  { name: "done", title: "Done today" },
] as const satisfies readonly { name: LaneName; title: string }[];

function laneOf({ attention, status }: Pick<OrderView, "attention" | "status">): LaneName {
  if (CLOSED.includes(status)) return "done";
  if (attention) return "attention";
  return CARRYING.includes(status) ? "road" : "waiting";
}

const URGENCY = {
  late: 0,
  silent_driver: 1,
  declined: 2,
  unanswered: 3,
  unassigned: 4,
  new: 5,
} as const satisfies Record<Attention, number>;

const urgency = ({ attention }: OrderView) => (attention ? URGENCY[attention] : Number.POSITIVE_INFINITY);
const arrival = ({ eta, estimatedDeliveryTime, createdAt }: OrderView) =>
  (eta?.state === "stale" ? null : eta?.latest) ?? estimatedDeliveryTime ?? createdAt;
const closedAt = (order: OrderView) => order.deliveredAt ?? order.cancelledAt ?? order.updatedAt;

/** Most urgent first, oldest first among equals; on the road by arrival; done by when, latest first. */
export function sortIntoLanes(orders: readonly OrderView[]): Lanes {
  const lanes: Lanes = { attention: [], waiting: [], road: [], done: [] };
  for (const order of orders) lanes[laneOf(order)].push(order);
  lanes.attention.sort((a, b) => urgency(a) - urgency(b) || a.createdAt.localeCompare(b.createdAt));
  lanes.waiting.sort((a, b) => a.createdAt.localeCompare(b.createdAt));
  lanes.road.sort((a, b) => arrival(a).localeCompare(arrival(b)));
  lanes.done.sort((a, b) => closedAt(b).localeCompare(closedAt(a)));
  return lanes;
}
