import type { Actor } from "../../../../shared/auth/actor.ts";
import { DomainError } from "../../../../shared/errors.ts";
import { orderRoom, vendorRoom } from "../../../../shared/events.ts";
import { TrackingToken } from "../../../../shared/ids.ts";
import type { TrackingLinkInput } from "../../../../shared/orders/order.schema.ts";
import type { Ids } from "../../../platform/ids/ids.port.ts";
import { eventActor } from "../../events/index.ts";
import { isRedacted, type OrderDoc } from "../orders.doc.ts";
import { auditCommand } from "./audited.ts";
import { type CommandDeps, ofOrder } from "./command.ts";

/** 24 bytes: 192 bits, above the 128 that a link without a login needs (OWASP ASVS 5.0, 7.2.3). */
const TRACKING_TOKEN_BYTES = 24;

export const newTrackingToken = (ids: Ids): TrackingToken =>
  TrackingToken.parse(ids.token(TRACKING_TOKEN_BYTES));

/** Ends the order's link for good; who follows by it is cut off. Without a link there is nothing to do. */
export const revokeTrackingLink = (deps: CommandDeps, actor: Actor, input: TrackingLinkInput) =>
  changeLink(deps, actor, "revoked", input, order => order.trackingToken && { trackingToken: null });

/** A new link in place of the old one, which ends like a revoked one. Works on a closed order too, until it is redacted. */
export const reissueTrackingLink = (deps: CommandDeps, actor: Actor, input: TrackingLinkInput) =>
  changeLink(deps, actor, "reissued", input, () => ({
    trackingToken: newTrackingToken(deps.ids),
    trackingIssuedAt: deps.clock.now(),
  }));

const AUDITED_AS = { revoked: "revokeTrackingLink", reissued: "reissueTrackingLink" } as const;

/**
 * A change of who can follow the order, not of who has the parcel: no link of the chain of custody, which a closed
 * order could not take any more, and no new version. The event makes every process look at its watchers again.
 */
function changeLink(
  deps: CommandDeps,
  actor: Actor,
  state: "revoked" | "reissued",
  input: TrackingLinkInput,
  decide: (order: OrderDoc) => Pick<OrderDoc, "trackingToken" | "trackingIssuedAt"> | null,
): Promise<OrderDoc> {
  return deps.once(actor, { name: `orders.trackingLink.${state}`, input }, async tx => {
    const order = await deps.repo.findFor(actor, input.orderId, tx);
    if (!order) throw new DomainError("ORDER_NOT_FOUND");
    if (isRedacted(order)) throw new DomainError("ORDER_REDACTED");
    const link = decide(order);
    const changed = link ? await deps.repo.setTrackingLink(tx, order, link) : order;
    if (!changed) throw new DomainError("UNAVAILABLE");
    await auditCommand(deps, tx, actor, { action: AUDITED_AS[state], before: order, after: changed });
    if (!link) return order;
    const at = deps.clock.now();
    await deps.events.append(tx, [
      {
        _id: deps.ids.uuid(),
        orderId: null,
        driverId: null,
        seq: order.version,
        type: "tracking_link",
        actor: eventActor(actor),
        at,
        payload: {
          type: "tracking_link",
          ...ofOrder(order),
          at: at.toISOString(),
          state,
        },
        detail: null,
        rooms: [orderRoom(order._id), vendorRoom(order.vendorId)],
      },
    ]);
    return changed;
  });
}
