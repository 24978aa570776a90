import type { Actor } from "../../../../shared/auth/actor.ts";
import type { OrderAction } from "../../../../shared/orders/order.machine.ts";
import type { Tx } from "../../../platform/mongo/transactor.port.ts";
import { by, changesOf, type Watched } from "../../audit/index.ts";
import type { OrderDoc } from "../orders.doc.ts";
import type { CommandDeps } from "./command.ts";

type AuditedCommand = OrderAction | "create" | "revokeTrackingLink" | "reissueTrackingLink";

type Audited = OrderDoc & { offeredTo: string | null; offer: string | null };

const WATCHED: Watched<Audited> = {
  status: "value",
  driverId: "value",
  offeredTo: "value",
  offer: "value",
  deliveryFeeCents: "value",
  trackingToken: "personal",
  delivery: "personal",
  customerName: "personal",
  customerPhone: "personal",
  items: "personal",
  notes: "personal",
};

/**
 * Writes into the audit log what an administrator did to an order, and why. What its own people do is in the chain of
 * custody, which asks nobody for a reason.
 */
export async function auditCommand(
  { audit }: Pick<CommandDeps, "audit">,
  tx: Tx,
  actor: Actor,
  { action, before, after }: { action: AuditedCommand; before: OrderDoc | null; after: OrderDoc },
): Promise<void> {
  if (actor.role !== "admin") return;
  await audit.record(tx, {
    ...by(actor),
    action: `order.${action}`,
    subject: after._id,
    detail: after.orderNumber,
    changes: changesOf(WATCHED, before ? audited(before) : {}, audited(after)),
  });
}

const audited = (order: OrderDoc): Audited => ({
  ...order,
  offeredTo: order.assignment?.driverId ?? null,
  offer: order.assignment?.status ?? null,
});
