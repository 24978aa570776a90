import type { Actor } from "../../../../shared/auth/actor.ts";
import { DomainError } from "../../../../shared/errors.ts";
import type { OrderCommandInput } from "../../../../shared/orders/order.schema.ts";
import type { OrderDoc } from "../orders.doc.ts";
import { type CommandDeps, command } from "./command.ts";
import { withdrawAssignment } from "./withdraw.ts";

/** Takes the order back from the driver to whom it was offered or who accepted it. */
export const unassignOrder = (deps: CommandDeps, actor: Actor, input: OrderCommandInput): Promise<OrderDoc> =>
  command(deps, "unassign", actor, input, async judging => {
    const { assignment } = judging.order;
    if (assignment?.status !== "pending" && assignment?.status !== "accepted")
      throw new DomainError("NO_ASSIGNMENT");
    const withdrawn = await withdrawAssignment(deps, judging);
    return {
      set: { ...withdrawn, driverAssignedAt: null, promisedAt: null, eta: null },
      alsoTell: [assignment.driverId],
      detail: `Taken back from ${assignment.driverName}`,
    };
  });
