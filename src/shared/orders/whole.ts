import type { AnyOrderView, OrderView } from "./order.schema.ts";

/** True while an order has what was personal in it: every open one has. */
export const isWhole = (order: AnyOrderView): order is OrderView => !order.redactedAt;
