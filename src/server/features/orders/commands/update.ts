import type { Actor } from "../../../../shared/auth/actor.ts";
import type { Quote, UpdateOrderInput } from "../../../../shared/orders/order.schema.ts";
import type { PlaceInput } from "../../../../shared/orders/place.schema.ts";
import type { CustodyFact } from "../../custody/index.ts";
import { contentsOf } from "../custody-contents.ts";
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
  return command(deps, "update", actor, input, ({ order }) => {
    const set = {
      customerName: input.customerName ?? order.customerName,
      customerPhone: input.customerPhone ?? order.customerPhone,
      items: input.items ?? order.items,
      notes: input.notes === undefined ? order.notes : input.notes || null,
      ...(quote && {
        delivery: toStored(quote.delivery),
        estimatedDistanceKm: quote.distanceKm,
        deliveryFeeCents: quote.feeCents,
        // What was foretold is of the way to the old door.
        eta: null,
      }),
    };
    const fields = changedFields(input);
    return {
      set,
      detail: `Changed: ${fields.map(field => FIELDS[field].name).join(", ")}`,
      contents: changedContents({ ...order, ...set }, fields),
    };
  });
}

/** What each field is called in the timeline, and in which part of the chain of custody it stands. */
const FIELDS = {
  delivery: { name: "delivery address", part: "delivery" },
  customerName: { name: "recipient", part: "recipient" },
  customerPhone: { name: "phone", part: "recipient" },
  items: { name: "items", part: "items" },
  notes: { name: "notes", part: "notes" },
} as const satisfies Record<string, { name: string; part: keyof CustodyFact["contents"] }>;

type Field = keyof typeof FIELDS;

const changedFields = (input: UpdateOrderInput): Field[] =>
  (Object.keys(FIELDS) as Field[]).filter(field => input[field] !== undefined);

function changedContents(order: OrderDoc, fields: readonly Field[]): CustodyFact["contents"] {
  const contents = contentsOf(order);
  return Object.fromEntries(fields.map(field => [FIELDS[field].part, contents[FIELDS[field].part]]));
}
