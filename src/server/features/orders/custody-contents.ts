import type { CustodyFact } from "../custody/index.ts";
import type { OrderDoc } from "./orders.doc.ts";
import { toPlace } from "./orders.view.ts";

type Contents = Required<CustodyFact["contents"]>;

/** What an order says of parcel, places and recipient, as its chain of custody keeps it. */
export const contentsOf = (order: OrderDoc): Contents => ({
  recipient: { name: order.customerName, phone: order.customerPhone },
  pickup: toPlace(order.pickup),
  delivery: toPlace(order.delivery),
  items: order.items.map(({ name, quantity, handling }) => ({ name, quantity, handling })),
  notes: order.notes,
});
