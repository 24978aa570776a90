import type { Actor } from "../../../../shared/auth/actor.ts";
import type { CancelOrderInput } from "../../../../shared/orders/order.schema.ts";
import type { OrderDoc } from "../orders.doc.ts";
import { type CommandDeps, command } from "./command.ts";
import { withdrawAssignment } from "./withdraw.ts";

/** Calls the order off before it is picked up, and frees the driver who had it. */
export const cancelOrder = (deps: CommandDeps, actor: Actor, input: CancelOrderInput): Promise<OrderDoc> =>
  command(deps, "cancel", actor, input, async judging => ({
    set: {
      ...(await withdrawAssignment(deps, judging)),
      cancelReason: input.reason,
      cancelledAt: judging.now,
      eta: null,
    },
    alsoTell: [judging.order.assignment?.driverId],
    detail: input.reason,
  }));
