import type { Actor } from "../../../shared/auth/actor.ts";
import type { UserId } from "../../../shared/ids.ts";
import type { OrderRole } from "../../../shared/orders/order.machine.ts";

/** Who caused an event, as it is shown in a timeline for ever, whatever becomes of the account. */
export type EventActor = { id: UserId | null; role: OrderRole; name: string };

export const eventActor = ({ userId, role, fullName }: Actor): EventActor => ({
  id: userId,
  role,
  name: fullName,
});
