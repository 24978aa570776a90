import { ReadEventsInput } from "../../../shared/events.ts";
import {
  AssignOrderInput,
  CancelOrderInput,
  CreateOrderInput,
  ListOrdersInput,
  OrderCommandInput,
  OrderIdInput,
  QuoteInput,
  TrackingLinkInput,
  UpdateOrderInput,
} from "../../../shared/orders/order.schema.ts";
import { withReason } from "../../../shared/reason.ts";
import { requires } from "../../trpc/guards.ts";
import { router } from "../../trpc/init.ts";

export const ordersRouter = router({
  quote: requires("order.quote", "search")
    .input(QuoteInput)
    .query(({ ctx, input }) => ctx.orders.quote(ctx.actor, input)),

  create: requires("order.create")
    .input(withReason(CreateOrderInput))
    .mutation(({ ctx, input }) => ctx.orders.create(ctx.actor, input)),

  get: requires("order.read")
    .input(OrderIdInput)
    .query(({ ctx, input }) => ctx.orders.get(ctx.actor, input)),

  list: requires("order.read")
    .input(ListOrdersInput)
    .query(({ ctx, input }) => ctx.orders.list(ctx.actor, input)),

  update: requires("order.update")
    .input(withReason(UpdateOrderInput))
    .mutation(({ ctx, input }) => ctx.orders.update(ctx.actor, input)),

  accept: requires("order.accept")
    .input(withReason(OrderCommandInput))
    .mutation(({ ctx, input }) => ctx.orders.accept(ctx.actor, input)),

  assign: requires("order.assign")
    .input(withReason(AssignOrderInput))
    .mutation(({ ctx, input }) => ctx.orders.assign(ctx.actor, input)),

  unassign: requires("order.assign")
    .input(withReason(OrderCommandInput))
    .mutation(({ ctx, input }) => ctx.orders.unassign(ctx.actor, input)),

  pickUp: requires("order.carry")
    .input(OrderCommandInput)
    .mutation(({ ctx, input }) => ctx.orders.pickUp(ctx.actor, input)),

  startDelivery: requires("order.carry")
    .input(OrderCommandInput)
    .mutation(({ ctx, input }) => ctx.orders.startDelivery(ctx.actor, input)),

  deliver: requires("order.carry")
    .input(OrderCommandInput)
    .mutation(({ ctx, input }) => ctx.orders.deliver(ctx.actor, input)),

  cancel: requires("order.cancel")
    .input(CancelOrderInput)
    .mutation(({ ctx, input }) => ctx.orders.cancel(ctx.actor, input)),

  revokeTrackingLink: requires("order.trackingLink")
    .input(withReason(TrackingLinkInput))
    .mutation(({ ctx, input }) => ctx.orders.revokeTrackingLink(ctx.actor, input)),

  reissueTrackingLink: requires("order.trackingLink")
    .input(withReason(TrackingLinkInput))
    .mutation(({ ctx, input }) => ctx.orders.reissueTrackingLink(ctx.actor, input)),

  events: requires("order.read")
    .input(ReadEventsInput)
    .query(({ ctx, input, signal }) => ctx.realtime.events(ctx.actor, { ...input, signal })),

  timeline: requires("order.read")
    .input(OrderIdInput)
    .query(({ ctx, input }) => ctx.orders.timeline(ctx.actor, input)),

  custody: requires("order.read")
    .input(OrderIdInput)
    .query(({ ctx, input }) => ctx.orders.custody(ctx.actor, input)),
});
