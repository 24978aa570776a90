import type { Actor } from "../../../../shared/auth/actor.ts";
import { DomainError } from "../../../../shared/errors.ts";
import {
  type DurableEvent,
  driverRoom,
  orderRoom,
  type Room,
  userRoom,
  vendorRoom,
} from "../../../../shared/events.ts";
import type { DriverId, OrderId } from "../../../../shared/ids.ts";
import { next } from "../../../../shared/machine.ts";
import {
  legalActions,
  type OrderAction,
  type OrderRole,
  type OrderStatus,
  orderMachine,
} from "../../../../shared/orders/order.machine.ts";
import type { Clock } from "../../../platform/clock/clock.port.ts";
import type { Ids } from "../../../platform/ids/ids.port.ts";
import type { Transactor, Tx } from "../../../platform/mongo/transactor.port.ts";
import type { AssignmentsRepo } from "../../assignments/index.ts";
import type { AuditService } from "../../audit/index.ts";
import type { CustodyFact, CustodyRecorder } from "../../custody/index.ts";
import type { DriversRepo } from "../../drivers/index.ts";
import { type CustodyLink, type EventActor, type EventsRepo, eventActor } from "../../events/index.ts";
import type { Once } from "../../idempotency/index.ts";
import { isRedacted, type OrderDoc } from "../orders.doc.ts";
import type { OrdersRepo } from "../orders.repo.ts";
import { auditCommand } from "./audited.ts";

/** What the commands of an order work with. */
export type CommandDeps = {
  repo: OrdersRepo;
  assignments: AssignmentsRepo;
  drivers: DriversRepo;
  events: EventsRepo;
  custody: CustodyRecorder;
  audit: AuditService;
  once: Once;
  transact: Transactor;
  clock: Clock;
  ids: Ids;
};

/** A command while it is being judged: the order as it is in this transaction, and when and by whom it is asked. */
export type Judging = {
  tx: Tx;
  order: OrderDoc;
  actor: EventActor;
  now: Date;
  /** When it happened, by the clock of the device that asks; null when it did not say. */
  deviceTime: Date | null;
};

/** What a command changes. Without `event` it is an `order_status` event. */
export type Change = {
  set?: Partial<OrderDoc>;
  event?: (order: OrderDoc) => DurableEvent;
  /** Drivers that hear of it besides the one who has the order. */
  alsoTell?: (DriverId | null | undefined)[];
  /** A sentence for the timeline. */
  detail?: string;
  /** What the chain of custody keeps besides: the file of a proof, what the order says from now on. */
  proof?: CustodyFact["proof"];
  contents?: CustodyFact["contents"];
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
  const { tx, order, actor } = judging;
  const status = next(orderMachine, order.status, action);
  if (!status || !orderMachine.actions[action].roles.includes(actor.role)) {
    throw illegal(action, order.status, actor.role);
  }
  // The clocks of two processes differ a little: a chain of custody must not run backwards for that.
  const now = new Date(Math.max(judging.now.getTime(), order.updatedAt.getTime()));
  const change = await decide({ ...judging, now });
  const set = { ...change.set, status, updatedAt: now };
  const after: OrderDoc = { ...order, ...set, version: order.version + 1 };
  const event = change.event?.(after) ?? statusEvent(after, action);
  const link = await linkTo(deps, { ...judging, order: after }, action, event, change);
  const updated = await deps.repo.advance(tx, order, { ...set, custodyHash: link.hash });
  // Within one snapshot nobody can be faster: a writer outside of it makes this transaction run again.
  if (!updated) throw new DomainError("UNAVAILABLE");
  await recordEvent(deps, tx, updated, { event, actor, link, change });
  return updated;
}

const illegal = (action: OrderAction, status: OrderStatus, role: OrderRole) =>
  new DomainError("ILLEGAL_TRANSITION", { action, status, legal: legalActions(status, role) });

/**
 * The next link of the order's chain of custody. `order` is the order after the change; its `custodyHash` is still
 * that of the event before, and the compare-and-set that stores the new one lets only one link follow another.
 */
export function linkTo(
  deps: Pick<CommandDeps, "custody">,
  { tx, order, actor, deviceTime }: Omit<Judging, "now">,
  action: CustodyFact["action"],
  event: DurableEvent,
  { detail, proof, contents }: Change,
): Promise<CustodyLink> {
  return deps.custody(tx, {
    order,
    action,
    actor,
    driverId: ("driverId" in event ? event.driverId : null) ?? order.driverId,
    deviceTime,
    detail: detail ?? null,
    proof: proof ?? null,
    contents: contents ?? {},
    previousHash: order.custodyHash ?? null,
  });
}

/** A transition of one order that somebody asked for by its id, in a transaction of its own, once for each key. */
export function command(
  deps: CommandDeps,
  action: OrderAction,
  actor: Actor,
  input: { orderId: OrderId; idempotencyKey?: string | undefined; deviceTime?: string | undefined },
  decide: (judging: Judging) => Promise<Change> | Change,
): Promise<OrderDoc> {
  // Sent again, it is the same request, whatever the phone says of the time.
  const { deviceTime, ...request } = input;
  return deps.once(actor, { name: `orders.${action}`, input: request }, async tx => {
    const order = await deps.repo.findFor(actor, input.orderId, tx);
    if (!order) throw new DomainError("ORDER_NOT_FOUND");
    if (isRedacted(order)) throw illegal(action, order.status, actor.role);
    const now = deps.clock.now();
    const judging = { tx, order, actor: eventActor(actor), now, deviceTime: toDeviceTime(deviceTime) };
    const after = await transition(deps, action, judging, decide);
    await auditCommand(deps, tx, actor, { action, before: order, after });
    return after;
  });
}

/** When it happened as the device says; it may be wrong, so nothing but the chain of custody goes by it. */
export const toDeviceTime = (said: string | undefined): Date | null =>
  said === undefined ? null : new Date(said);

type Recorded = { event: DurableEvent; actor: EventActor; link: CustodyLink; change: Change };

/** Writes an event of an order with its rooms: the vendor's, the order's, its maker's, and those of drivers concerned. */
export function recordEvent(
  deps: Pick<CommandDeps, "events" | "ids">,
  tx: Tx,
  order: OrderDoc,
  { event, actor, link, change }: Recorded,
): Promise<void> {
  const { alsoTell = [], detail } = change;
  const drivers = [order.driverId, ...alsoTell].filter(id => id !== null && id !== undefined);
  const parties: Room[] = [vendorRoom(order.vendorId), orderRoom(order._id), userRoom(order.userId)];
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
      rooms: [...new Set([...parties, ...drivers.map(driverRoom)])],
      custody: link,
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
