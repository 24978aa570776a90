import type { AnswerAssignmentInput, AssignmentView } from "../../../shared/assignments/assignment.schema.ts";
import type { Actor } from "../../../shared/auth/actor.ts";
import type { CustodyExport } from "../../../shared/custody/custody.schema.ts";
import { DomainError } from "../../../shared/errors.ts";
import type { DriverId, OrderId } from "../../../shared/ids.ts";
import { CARRYING, type OrderAction } from "../../../shared/orders/order.machine.ts";
import type {
  AnyOrderView,
  AssignOrderInput,
  CancelOrderInput,
  CreateOrderInput,
  ListOrdersInput,
  OrderCommandInput,
  OrderView,
  Quote,
  QuoteInput,
  TimelineEntry,
  TrackingLinkInput,
  UpdateOrderInput,
} from "../../../shared/orders/order.schema.ts";
import type { PlaceInput } from "../../../shared/orders/place.schema.ts";
import type { Page } from "../../../shared/pagination.ts";
import { toAssignmentView } from "../assignments/index.ts";
import { toCustodyExport } from "../custody/index.ts";
import type { DriverDoc } from "../drivers/index.ts";
import type { MapBills } from "../maps/index.ts";
import { acceptOrder } from "./commands/accept.ts";
import { acceptAssignment, declineAssignment, expireOffers } from "./commands/answer-assignment.ts";
import { assignOrder } from "./commands/assign.ts";
import { cancelOrder } from "./commands/cancel.ts";
import { addProof, deliverOrder, pickUpOrder, startDelivery, type TrailDistance } from "./commands/carry.ts";
import type { CommandDeps } from "./commands/command.ts";
import { createOrder } from "./commands/create.ts";
import { reissueTrackingLink, revokeTrackingLink } from "./commands/tracking-link.ts";
import { unassignOrder } from "./commands/unassign.ts";
import { updateOrder } from "./commands/update.ts";
import { type AnyOrderDoc, isRedacted, type OrderDoc } from "./orders.doc.ts";
import { toAnyOrderView, toOrderView, toPlace } from "./orders.view.ts";
import { createQuotes, type QuoteDeps } from "./quotes.ts";
import { toTimeline } from "./timeline.ts";

export type OrdersDeps = CommandDeps &
  QuoteDeps & {
    trailDistanceKm: TrailDistance;
    /** What the maps cost that an order is priced with. */
    mapBills: Pick<MapBills, "open" | "billTo">;
    /** How long tracking links outlive their orders. */
    trackingLinkHours: number;
    /** Told of what changes the way of a driver, after it is done. */
    onMoved: (order: OrderDoc, move: Move) => void;
  };

/** What changes a driver's way: he has more to do, or less, or it is elsewhere. */
export type Move = Extract<
  OrderAction,
  "acceptAssignment" | "pickUp" | "startDelivery" | "deliver" | "unassign" | "cancel" | "update"
>;

export type OrdersService = ReturnType<typeof createOrdersService>;

export function createOrdersService(deps: OrdersDeps) {
  const quotes = createQuotes(deps);
  const reading = { trackingLinkHours: deps.trackingLinkHours };

  /**
   * The answer of a command shows the order as it was when the command was done, however often it is repeated; whether its
   * driver is heard is of now. What is done is answered, also when nobody can say that.
   */
  const answer =
    (actor: Actor) =>
    async (order: OrderDoc): Promise<OrderView> => {
      const carriers = await driversAmong(carriersOf([order])).catch(() => NOBODY);
      const carrier = carrierAmong(carriers, order);
      const view = toOrderView(order, actor, { ...reading, now: order.updatedAt, carrier });
      if (actor.role !== "driver" || view.customerPhone === null) return view;
      // By repeating a driver learns no more than by reading: the phone is his while he carries the parcel.
      const present = await find(actor, order._id);
      return CARRYING.includes(present.status) ? view : { ...view, customerPhone: null };
    };

  async function views(actor: Actor, orders: readonly AnyOrderDoc[]): Promise<AnyOrderView[]> {
    const now = deps.clock.now();
    const carriers = await driversAmong(carriersOf(orders));
    return orders.map(order =>
      toAnyOrderView(order, actor, {
        ...reading,
        now,
        carrier: carrierAmong(carriers, order),
      }),
    );
  }

  async function driversAmong(driverIds: DriverId[]): Promise<Map<DriverId, DriverDoc>> {
    const drivers = driverIds.length ? await deps.drivers.findByIds(driverIds) : [];
    return new Map(drivers.map(driver => [driver._id, driver]));
  }

  async function find(actor: Actor, orderId: OrderId): Promise<AnyOrderDoc> {
    const order = await deps.repo.findFor(actor, orderId);
    if (!order) throw new DomainError("ORDER_NOT_FOUND");
    return order;
  }

  return {
    /** Distance, time and fee of a delivery. Errors: VENDOR_NOT_FOUND, ADDRESS_NOT_FOUND, OUTSIDE_SERVICE_AREA. */
    async quote(actor: Actor, input: QuoteInput): Promise<Quote> {
      return quotes.price(await quotes.vendorFor(actor, input.vendorId), input);
    },

    async create(actor: Actor, input: CreateOrderInput): Promise<OrderView> {
      const bill = deps.mapBills.open();
      const order = await createOrder(deps, actor, input, async () => {
        const vendor = await quotes.vendorFor(actor, input.vendorId);
        return { vendor, quote: await quotes.price(vendor, input, bill.onBilled) };
      });
      bill.chargeTo(order._id);
      return answer(actor)(order);
    },

    async get(actor: Actor, { orderId }: { orderId: OrderId }): Promise<AnyOrderView> {
      const [view] = await views(actor, [await find(actor, orderId)]);
      if (!view) throw new DomainError("ORDER_NOT_FOUND");
      return view;
    },

    async list(actor: Actor, input: ListOrdersInput): Promise<Page<AnyOrderView>> {
      const { items, nextCursor } = await deps.repo.list(actor, input);
      return { items: await views(actor, items), nextCursor };
    },

    async update(actor: Actor, input: UpdateOrderInput): Promise<OrderView> {
      const requoted = (delivery: PlaceInput) => requote(actor, input.orderId, delivery);
      const order = await updateOrder(deps, actor, input, requoted);
      if (input.delivery) deps.onMoved(order, "update");
      return answer(actor)(order);
    },

    accept: (actor: Actor, input: OrderCommandInput) => acceptOrder(deps, actor, input).then(answer(actor)),
    assign: (actor: Actor, input: AssignOrderInput) => assignOrder(deps, actor, input).then(answer(actor)),
    unassign: (actor: Actor, input: OrderCommandInput) =>
      unassignOrder(deps, actor, input).then(moved("unassign")).then(answer(actor)),
    pickUp: (actor: Actor, input: OrderCommandInput) =>
      pickUpOrder(deps, actor, input).then(moved("pickUp")).then(answer(actor)),
    startDelivery: (actor: Actor, input: OrderCommandInput) =>
      startDelivery(deps, actor, input).then(moved("startDelivery")).then(answer(actor)),
    deliver: (actor: Actor, input: OrderCommandInput) =>
      deliverOrder(deps, actor, input).then(moved("deliver")).then(answer(actor)),
    cancel: (actor: Actor, input: CancelOrderInput) =>
      cancelOrder(deps, actor, input).then(moved("cancel")).then(answer(actor)),

    revokeTrackingLink: (actor: Actor, input: TrackingLinkInput) =>
      revokeTrackingLink(deps, actor, input).then(answer(actor)),
    reissueTrackingLink: (actor: Actor, input: TrackingLinkInput) =>
      reissueTrackingLink(deps, actor, input).then(answer(actor)),

    /** The custody of an order, oldest first. */
    async timeline(actor: Actor, { orderId }: { orderId: OrderId }): Promise<{ items: TimelineEntry[] }> {
      const order = await find(actor, orderId);
      return { items: toTimeline(await deps.events.ofOrder(orderId), order, actor) };
    },

    /** The chain of custody as a document that can be checked without us: see docs/custody.md. */
    async custody(actor: Actor, { orderId }: { orderId: OrderId }): Promise<CustodyExport> {
      const order = await find(actor, orderId);
      const isCarried = CARRYING.includes(order.status);
      return toCustodyExport(await deps.events.ofOrder(orderId), { ...order, isCarried }, actor);
    },

    acceptAssignment: async (actor: Actor, input: AnswerAssignmentInput): Promise<AssignmentView> => {
      const { order, assignment } = await acceptAssignment(deps, actor, input);
      deps.onMoved(order, "acceptAssignment");
      return toAssignmentView(assignment);
    },
    declineAssignment: async (actor: Actor, input: AnswerAssignmentInput): Promise<AssignmentView> =>
      toAssignmentView((await declineAssignment(deps, actor, input)).assignment),

    /** For the proofs slice: binds a stored file to its order. */
    addProof: (
      actor: Actor,
      input: Parameters<typeof addProof>[2],
      save: Parameters<typeof addProof>[3],
    ): Promise<OrderDoc> => addProof(deps, actor, input, save),

    /** For other slices: the orders among `orderIds` that the actor may see. */
    async viewMany(actor: Actor, orderIds: readonly OrderId[]): Promise<Map<OrderId, AnyOrderView>> {
      if (!orderIds.length) return new Map();
      const visible = await views(actor, await deps.repo.findManyFor(actor, orderIds));
      return new Map(visible.map(view => [view.id, view]));
    },

    /** For the owner of the timer: ends offers that nobody answered in time. */
    expireOffers: () => expireOffers(deps),
  };

  function moved(move: Move) {
    return (order: OrderDoc): OrderDoc => {
      deps.onMoved(order, move);
      return order;
    };
  }

  async function requote(actor: Actor, orderId: OrderId, delivery: PlaceInput): Promise<Quote> {
    const order = await find(actor, orderId);
    if (isRedacted(order)) throw new DomainError("ORDER_REDACTED");
    const vendor = await quotes.vendorOf(order.vendorId);
    const places = { pickup: toPlace(order.pickup), delivery };
    return quotes.price(vendor, places, deps.mapBills.billTo(orderId));
  }
}

const carriersOf = (orders: readonly AnyOrderDoc[]): DriverId[] => [
  ...new Set(orders.flatMap(({ driverId, deliveredAt }) => (driverId && !deliveredAt ? [driverId] : []))),
];

const NOBODY: ReadonlyMap<DriverId, DriverDoc> = new Map();

const carrierAmong = (
  carriers: ReadonlyMap<DriverId, DriverDoc>,
  { driverId }: AnyOrderDoc,
): DriverDoc | null => (driverId && carriers.get(driverId)) ?? null;
