import type { Actor } from "../../../../shared/auth/actor.ts";
import type { Quote, UpdateOrderInput } from "../../../../shared/orders/order.schema.ts";
import type { PlaceInput } from "../../../../shared/orders/place.schema.ts";
import type { OrderDoc } from "../orders.doc.ts";
import { type CommandDeps, command } from "./command.ts";
import { toStored } from "./create.ts";

/** Corrects an order until it is picked up. A new delivery address is priced anew, by `requote`. */
export async function updateOrder(
  deps: CommandDeps,
  actor: Actor,
  input: UpdateOrderInput,
  requote: (delivery: PlaceInput) => Promise<Quote>,
): Promise<OrderDoc> {
  const changed = await deps.once.remembered<OrderDoc>(actor, { name: "orders.update", input });
  if (changed) return changed;
  const quote = input.delivery ? await requote(input.delivery) : null;
  return command(deps, "update", actor, input, ({ order }) => ({
    set: {
      customerName: input.customerName ?? order.customerName,
      customerPhone: input.customerPhone ?? order.customerPhone,
      items: input.items ?? order.items,
      notes: input.notes === undefined ? order.notes : input.notes || null,
      ...(quote && {
        delivery: toStored(quote.delivery),
        estimatedDistanceKm: quote.distanceKm,
        deliveryFeeCents: quote.feeCents,
      }),
    },
    detail: `Changed: ${changedFields(input).join(", ")}`,
  }));
}

const FIELD_NAMES = {
  delivery: "delivery address",
  customerName: "recipient",
  customerPhone: "phone",
  items: "items",
  notes: "notes",
} as const;

const changedFields = (input: UpdateOrderInput): string[] =>
  (Object.keys(FIELD_NAMES) as (keyof typeof FIELD_NAMES)[])
    .filter(field => input[field] !== undefined)
    .map(field => FIELD_NAMES[field]);
