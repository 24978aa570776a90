import type { Actor } from "../../../../shared/auth/actor.ts";
import type { OrderCommandInput } from "../../../../shared/orders/order.schema.ts";
import type { OrderDoc } from "../orders.doc.ts";
import { type CommandDeps, command } from "./command.ts";

/** The vendor takes the order on. */
export const acceptOrder = (deps: CommandDeps, actor: Actor, input: OrderCommandInput): Promise<OrderDoc> =>
  command(deps, "accept", actor, input, ({ now }) => ({ set: { acceptedAt: now } }));
