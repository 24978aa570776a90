import type { Actor } from "../../../../shared/auth/actor.ts";
import { DomainError } from "../../../../shared/errors.ts";
import {
  type DurableEvent,
  driverRoom,
  orderRoom,
  type Room,
  vendorRoom,
} from "../../../../shared/events.ts";
import type { DriverId, OrderId } from "../../../../shared/ids.ts";
import { next } from "../../../../shared/machine.ts";
import { legalActions, type OrderAction, orderMachine } from "../../../../shared/orders/order.machine.ts";
import type { Clock } from "../../../platform/clock/clock.port.ts";
import type { Ids } from "../../../platform/ids/ids.port.ts";
import type { Transactor, Tx } from "../../../platform/mongo/transactor.port.ts";
import type { AssignmentsRepo } from "../../assignments/index.ts";
import type { DriversRepo } from "../../drivers/index.ts";
import { type EventActor, type EventsRepo, eventActor } from "../../events/index.ts";
import type { Once } from "../../idempotency/index.ts";
import type { OrderDoc } from "../orders.doc.ts";
import type { OrdersRepo } from "../orders.repo.ts";

/** What the commands of an order work with. */
export type CommandDeps = {
  repo: OrdersRepo;
  assignments: AssignmentsRepo;
  drivers: DriversRepo;
  events: EventsRepo;
  once: Once;
  transact: Transactor;
  clock: Clock;
  ids: Ids;
};

/** A command while it is being judged: the order as it is in this transaction, and when and by whom it is asked. */
export type Judging = { tx: Tx; order: OrderDoc; actor: EventActor; now: Date };

/** What a command changes. Without `event` it is an `order_status` event. */
export type Change = {
  set?: Partial<OrderDoc>;
  event?: (order: OrderDoc) => DurableEvent;
  /** Drivers that hear of it besides the one who has the order. */
  alsoTell?: (DriverId | null | undefined)[];
  /** A sentence for the timeline. */
  detail?: string;
};

/**
 * One transition in the caller's transaction: checks the machine, applies the change as one compare-and-set and
 * writes its event. Errors: ILLEGAL_TRANSITION with the actions that are legal.
 */
export async function transition(
  deps: CommandDeps,
  action: OrderAction,
  judging: Judging,
  decide: (judging: Judging) => Promise<Change> | Change,
): Promise<OrderDoc> {
  const { tx, order, actor, now } = judging;
  const status = next(orderMachine, order.status, action);
  if (!status || !orderMachine.actions[action].roles.includes(actor.role)) {
    throw new DomainError("ILLEGAL_TRANSITION", {
      action,
      status: order.status,
      legal: legalActions(order.status, actor.role),
    });
  }
  const change = await decide(judging);
  const updated = await deps.repo.advance(tx, order, { ...change.set, status, updatedAt: now });
  // Within one snapshot nobody can be faster: a writer outside of it makes this transaction run again.
  if (!updated) throw new DomainError("UNAVAILABLE");
  const event = change.event?.(updated) ?? statusEvent(updated, action);
  await recordEvent(deps, tx, updated, event, actor, change);
  return updated;
}

/** A transition of one order that somebody asked for by its id, in a transaction of its own, once for each key. */
export function command(
  deps: CommandDeps,
  action: OrderAction,
  actor: Actor,
  input: { orderId: OrderId; idempotencyKey?: string | undefined },
  decide: (judging: Judging) => Promise<Change> | Change,
): Promise<OrderDoc> {
  return deps.once(actor, { name: `orders.${action}`, input }, async tx => {
    const order = await deps.repo.findFor(actor, input.orderId, tx);
    if (!order) throw new DomainError("ORDER_NOT_FOUND");
    return transition(deps, action, { tx, order, actor: eventActor(actor), now: deps.clock.now() }, decide);
  });
}

/** Writes an event of an order with its rooms: the vendor's, the order's, and those of the drivers concerned. */
export function recordEvent(
  deps: Pick<CommandDeps, "events" | "ids">,
  tx: Tx,
  order: OrderDoc,
  event: DurableEvent,
  actor: EventActor,
  { alsoTell = [], detail }: Pick<Change, "alsoTell" | "detail"> = {},
): Promise<void> {
  const drivers = [order.driverId, ...alsoTell].filter(id => id !== null && id !== undefined);
  const rooms: Room[] = [vendorRoom(order.vendorId), orderRoom(order._id), ...drivers.map(driverRoom)];
  return deps.events.append(tx, [
    {
      _id: deps.ids.uuid(),
      orderId: order._id,
      driverId: order.driverId,
      seq: order.version,
      type: event.type,
      actor,
      at: order.updatedAt,
      payload: event,
      detail: detail ?? null,
      rooms: [...new Set(rooms)],
    },
  ]);
}

/** The fields that every event of an order carries. */
export const ofOrder = (order: OrderDoc) => ({
  orderId: order._id,
  vendorId: order.vendorId,
  seq: order.version,
  at: order.updatedAt.toISOString(),
});

export const statusEvent = (order: OrderDoc, action: OrderAction | "create"): DurableEvent => ({
  type: "order_status",
  ...ofOrder(order),
  action,
  status: order.status,
  driverId: order.driverId,
});
