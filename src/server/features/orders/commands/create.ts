import type { Actor } from "../../../../shared/auth/actor.ts";
import { toGeoJson } from "../../../../shared/geo.ts";
import { OrderId, OrderNumber } from "../../../../shared/ids.ts";
import type { CreateOrderInput, Quote } from "../../../../shared/orders/order.schema.ts";
import type { Place } from "../../../../shared/orders/place.schema.ts";
import { eventActor } from "../../events/index.ts";
import type { VendorDoc } from "../../vendors/index.ts";
import { contentsOf } from "../custody-contents.ts";
import type { OrderDoc, StoredPlace } from "../orders.doc.ts";
import { isOrderNumberTaken } from "../orders.repo.ts";
import { auditCommand } from "./audited.ts";
import { type CommandDeps, linkTo, recordEvent, statusEvent } from "./command.ts";
import { newTrackingToken } from "./tracking-link.ts";

const NUMBER_ATTEMPTS = 5;

/** Minutes from placing an order until a driver is on his way, until somebody knows better. */
const DISPATCH_MINUTES = 20;

/** What a new order rests on: asked for before its transaction begins, since maps may be far away. */
type Terms = { vendor: VendorDoc; quote: Quote };

/**
 * Places an order at the price of its terms. With an idempotency key a repeated request makes no second order, and gets
 * its answer even when the order could not be placed any more.
 */
export async function createOrder(
  deps: CommandDeps,
  actor: Actor,
  input: CreateOrderInput,
  agree: () => Promise<Terms>,
): Promise<OrderDoc> {
  const request = { name: "orders.create", input };
  const placed = await deps.once.remembered<OrderDoc>(actor, request);
  if (placed) return placed;
  const terms = await agree();
  for (let attempt = 1; ; attempt++) {
    try {
      return await deps.once(actor, request, async tx => {
        const order = newOrder(deps, actor, input, terms);
        const event = statusEvent(order, "create");
        const change = { contents: contentsOf(order) };
        const by = eventActor(actor);
        const link = await linkTo(deps, { tx, order, actor: by, deviceTime: null }, "create", event, change);
        const chained = { ...order, custodyHash: link.hash };
        await deps.repo.insert(tx, chained);
        await recordEvent(deps, tx, chained, { event, actor: by, link, change });
        await auditCommand(deps, tx, actor, { action: "create", before: null, after: chained });
        return chained;
      });
    } catch (error) {
      if (attempt === NUMBER_ATTEMPTS || !isOrderNumberTaken(error)) throw error;
    }
  }
}

function newOrder(
  { ids, clock }: CommandDeps,
  actor: Actor,
  input: CreateOrderInput,
  { vendor, quote }: Terms,
): OrderDoc {
  const now = clock.now();
  return {
    _id: OrderId.parse(ids.uuid()),
    orderNumber: OrderNumber.parse(ids.orderNumber()),
    userId: actor.userId,
    vendorId: vendor._id,
    vendorName: vendor.businessName,
    vendorPhone: vendor.phone,
    driverId: null,
    driver: null,
    assignmentId: null,
    assignment: null,
    status: "pending",
    version: 1,
    trackingToken: newTrackingToken(ids),
    pickup: toStored(quote.pickup),
    delivery: toStored(quote.delivery),
    customerName: input.customerName,
    customerPhone: input.customerPhone,
    items: input.items,
    notes: input.notes || null,
    estimatedDistanceKm: quote.distanceKm,
    actualDistanceKm: null,
    deliveryFeeCents: quote.feeCents,
    currency: quote.currency,
    estimatedDeliveryTime: new Date(now.getTime() + (DISPATCH_MINUTES + quote.durationMinutes) * 60_000),
    promisedAt: null,
    eta: null,
    proofPolicy: vendor.proofPolicy,
    proofPhotoUrl: null,
    signatureUrl: null,
    cancelReason: null,
    createdAt: now,
    updatedAt: now,
    acceptedAt: null,
    driverAssignedAt: null,
    pickedUpAt: null,
    outForDeliveryAt: null,
    deliveredAt: null,
    cancelledAt: null,
  };
}

export const toStored = ({ address, ...point }: Place): StoredPlace => ({
  address,
  location: toGeoJson(point),
});
