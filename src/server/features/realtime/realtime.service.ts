import type { Actor } from "../../../shared/auth/actor.ts";
import {
  type DriverLocationMessage,
  driverRoom,
  type EventsPage,
  orderRoom,
  type ReadEventsInput,
  type Viewport,
  vendorRoom,
} from "../../../shared/events.ts";
import type { DriverId, OrderId, VendorId } from "../../../shared/ids.ts";
import type { OrderStatus } from "../../../shared/orders/order.machine.ts";
import type { TellDirectly } from "../../platform/direct/direct.port.ts";
import type { EventFeed, EventLog, LogMessage } from "../events/index.ts";
import { createJoinedReads } from "../joined-reads/index.ts";
import type { PresenceService } from "../presence/index.ts";
import type { LiveFrame } from "./latest.ts";
import type { LiveRooms } from "./live-rooms.ts";
import { eventFor, feedRoom, messageFor, showsPosition } from "./realtime.policy.ts";
import { createViewport } from "./viewport.ts";

type FollowedOrder = { status: OrderStatus; driverId: DriverId | null; version: number };

type Deps = {
  log: EventLog;
  feed: EventFeed;
  live: LiveRooms;
  presence: Pick<PresenceService, "phone" | "of">;
  /** Each resolves when the actor may follow it, and throws VENDOR_, DRIVER_ or ORDER_NOT_FOUND when not. */
  requireVendor: (actor: Actor, vendorId: VendorId) => Promise<unknown>;
  requireDriver: (actor: Actor, driverId: DriverId) => Promise<{ vendorId: VendorId }>;
  requireOrder: (actor: Actor, orderId: OrderId) => Promise<FollowedOrder & { vendorId: VendorId }>;
  /** Last known positions of drivers that are on duty. */
  lastPositionsOf: (
    whose: { vendorId: VendorId } | { driverId: DriverId },
  ) => Promise<DriverLocationMessage[]>;
};

type Asked = { actor: Actor; orderId: OrderId };
type Durable = AsyncGenerator<LogMessage, void, undefined>;
type Live = AsyncGenerator<LiveFrame, void, undefined>;
type Following = { lastEventId?: string | null | undefined; signal: AbortSignal | undefined };
/** For what is the same for everybody in the room. */
type Shared = Following & { tellDirectly?: TellDirectly | undefined };

/**
 * Who may follow what is asked when a subscription begins, and for orders again with each event: a driver from whom
 * one was taken hears so, and then ORDER_NOT_FOUND. Sessions that end close the whole socket (see http/live/ws.ts).
 */
export type RealtimeService = {
  /** A page of the events that concern the actor, as far back as they are kept. Errors: CURSOR_UNKNOWN. */
  events(actor: Actor, input: ReadEventsInput & { signal: AbortSignal | undefined }): Promise<EventsPage>;
  /** Durable events, in order and without gaps. Errors: VENDOR_, ORDER_, DRIVER_NOT_FOUND. */
  vendor(actor: Actor, input: { vendorId: VendorId } & Shared): Durable;
  order(actor: Actor, input: { orderId: OrderId } & Following): Durable;
  driver(actor: Actor, input: { driverId: DriverId } & Following): Durable;
  /** Live positions and estimates, beginning with the last known ones; may skip; those in `box` alone. Errors as above. */
  vendorLocations(actor: Actor, input: { vendorId: VendorId; box?: Viewport | undefined } & Shared): Live;
  orderLocations(actor: Actor, input: { orderId: OrderId } & Following): Live;
  driverLocations(actor: Actor, input: { driverId: DriverId } & Following): Live;
};

export function createRealtimeService(deps: Deps): RealtimeService {
  const { log, feed, live, requireVendor, requireDriver, lastPositionsOf } = deps;
  /** Somebody may follow an order a thousand times over: what happens to it is looked at twice for all of them. */
  const joinedOrder = createJoinedReads(
    ({ actor, orderId }: Asked) => deps.requireOrder(actor, orderId),
    ({ actor, orderId }) =>
      [orderId, actor.userId, actor.role, actor.vendorId, actor.memberRole, actor.driverId].join(" "),
  );
  const requireOrder = (actor: Actor, orderId: OrderId) => joinedOrder({ actor, orderId });
  /** After a restart all boards of a business begin at once, with the same. */
  const knownOf = createJoinedReads(
    async (vendorId: VendorId): Promise<LiveFrame> =>
      (await Promise.all([lastPositionsOf({ vendorId }), deps.presence.of(vendorId)])).flat(),
    vendorId => vendorId,
  );
  const boardOf = (vendorId: VendorId) => ({
    where: { vendorId, room: vendorRoom(vendorId) },
    known: () => knownOf(vendorId),
  });

  return {
    async events(actor, input) {
      const room = feedRoom(actor);
      const { items, nextCursor } = await feed.read(room, input);
      return {
        items: items.map(({ cursor, event }) => ({ cursor, event: eventFor(actor.role, event) })),
        nextCursor,
      };
    },

    async *vendor(actor, { vendorId, lastEventId, signal, tellDirectly }) {
      await requireVendor(actor, vendorId);
      yield* log.subscribe(vendorRoom(vendorId), { after: lastEventId, signal, tellDirectly });
    },

    async *driver(actor, { driverId, lastEventId, signal }) {
      await requireDriver(actor, driverId);
      const employer = actor.driverId === driverId ? actor.vendorId : null;
      using _phone = employer && deps.presence.phone(employer, driverId);
      yield* log.subscribe(driverRoom(driverId), { after: lastEventId, signal });
    },

    async *order(actor, { orderId, lastEventId, signal }) {
      await requireOrder(actor, orderId);
      const entries = log.subscribe(orderRoom(orderId), { after: lastEventId, signal });
      for await (const { cursor, message } of entries) {
        yield { cursor, message: messageFor(actor.role, message) };
        if (actor.role === "driver") await requireOrder(actor, orderId);
      }
    },

    async *vendorLocations(actor, { vendorId, box, signal, tellDirectly }) {
      await requireVendor(actor, vendorId);
      const { where, known } = boardOf(vendorId);
      if (!box) return yield* live.subscribe(where, { known, signal, tellDirectly });
      const isVisible = createViewport(box);
      let isFirst = true;
      for await (const frame of live.subscribe(where, { known, signal })) {
        const visible = isVisible(frame);
        if (isFirst || visible.length > 0) yield visible;
        isFirst = false;
      }
    },

    async *driverLocations(actor, { driverId, signal }) {
      const { vendorId } = await requireDriver(actor, driverId);
      const where = { vendorId, room: driverRoom(driverId) };
      yield* live.subscribe(where, { known: () => lastPositionsOf({ driverId }), signal });
    },

    async *orderLocations(actor, { orderId, signal }) {
      using order = await followOrder(actor, orderId, signal);
      const where = { vendorId: order.vendorId, room: orderRoom(orderId) };
      for await (const frame of live.subscribe(where, { known: order.positions, signal: order.signal })) {
        const visible = order.showsPosition()
          ? frame
          : frame.filter(({ type }) => type !== "driver_location");
        if (visible.length > 0 || frame.length === 0) yield visible;
      }
      if (order.refusal()) throw order.refusal();
    },
  };

  /** Keeps an order's state, and the actor's right to see it, up to date by its events. */
  async function followOrder(actor: Actor, orderId: OrderId, outer: AbortSignal | undefined) {
    const ended = new AbortController();
    const end = () => ended.abort();
    outer?.addEventListener("abort", end, { once: true });
    if (outer?.aborted) end();
    let refusal: unknown = null;

    // Reads and events overtake each other: the higher version is the later state.
    let current: FollowedOrder = { status: "pending", driverId: null, version: 0 };
    const learn = (order: FollowedOrder) => {
      if (order.version >= current.version) current = order;
    };
    const read = async () => {
      const order = await requireOrder(actor, orderId);
      learn(order);
      return order;
    };
    const stop = log.listen(orderRoom(orderId), ({ message }) => {
      if (message.type === "order_status") learn({ ...message, version: message.seq });
      read().catch((error: unknown) => {
        refusal = error;
        end();
      });
    });
    const dispose = () => {
      stop();
      outer?.removeEventListener("abort", end);
    };
    const { vendorId } = await read().catch((error: unknown) => {
      dispose();
      throw error;
    });
    return {
      vendorId,
      signal: ended.signal,
      refusal: () => refusal,
      showsPosition: () => showsPosition(actor.role, current.status),
      positions: async () =>
        current.driverId && showsPosition(actor.role, current.status)
          ? lastPositionsOf({ driverId: current.driverId })
          : [],
      [Symbol.dispose]: dispose,
    };
  }
}
