import type { Actor } from "../../../shared/auth/actor.ts";
import type { OrderView } from "../../../shared/orders/order.schema.ts";
import { can } from "../../../shared/permissions.ts";
import type { OrderDoc } from "./orders.doc.ts";

const HOUR_MS = 3_600_000;
/** How long a link leads somewhere when its order is never closed. */
const UNCLOSED_HOURS = 30 * 24;

/**
 * When the order's link ends: `hours` after the order was closed, or after the link was made anew if that was later.
 * Null when there is no link.
 */
export function trackingLinkEnd(
  { trackingToken, trackingIssuedAt, deliveredAt, cancelledAt, createdAt }: OrderDoc,
  hours: number,
): Date | null {
  if (!trackingToken) return null;
  const issuedAt = trackingIssuedAt ?? createdAt;
  const closedAt = deliveredAt ?? cancelledAt;
  if (!closedAt) return new Date(issuedAt.getTime() + UNCLOSED_HOURS * HOUR_MS);
  return new Date(Math.max(closedAt.getTime(), issuedAt.getTime()) + hours * HOUR_MS);
}

/** The link as those may see it who hand it out. */
export function toTrackingLink(
  order: OrderDoc,
  actor: Actor,
  hours: number,
): NonNullable<OrderView["trackingLink"]> {
  const expiresAt = trackingLinkEnd(order, hours)?.toISOString() ?? null;
  if (!can(actor, "order.trackingLink")) return { expiresAt, can: [] };
  return { expiresAt, can: order.trackingToken ? ["revoke", "reissue"] : ["reissue"] };
}
