import type { Call } from "../../../shared/auth/actor.ts";
import { DomainError } from "../../../shared/errors.ts";
import type { DriverId, OrderId, TrackingToken } from "../../../shared/ids.ts";
import type { TrackingMessage, TrackingView } from "../../../shared/tracking/tracking.schema.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Timers } from "../../platform/timers/timers.port.ts";
import type { DriverDoc } from "../drivers/index.ts";
import type { EventLog } from "../events/index.ts";
import { createJoinedReads } from "../joined-reads/index.ts";
import { type OrderDoc, trackingLinkEnd } from "../orders/index.ts";
import type { PresenceService } from "../presence/index.ts";
import type { LiveRooms } from "../realtime/index.ts";
import { followOrderNews } from "./order-news.ts";
import { isHeard, isOnTheWay, toTrackedPosition, toTrackingView } from "./tracking.view.ts";

type Deps = {
  log: EventLog;
  live: LiveRooms;
  presence: Pick<PresenceService, "watcher">;
  clock: Clock;
  timers: Timers;
  /** Keeps that somebody follows the order by its link. Errors: AUDIT_UNAVAILABLE. */
  linkOpened: (orderId: OrderId, call: Call) => Promise<void>;
  orderByToken: (token: TrackingToken) => Promise<OrderDoc | null>;
  driverOf: (driverId: DriverId) => Promise<DriverDoc | null>;
  /** How long links outlive their orders. */
  trackingLinkHours: number;
};

type Tracked = { cursor: string; message: TrackingMessage };

export type TrackingService = {
  /** What the holder of a tracking link may know. Errors: TRACKING_NOT_FOUND. */
  get(input: { token: TrackingToken; call: Call }): Promise<TrackingView>;
  /**
   * The whole view at once and after each change, positions and estimates in between; a slow reader skips. Begins
   * with the view even when it resumes, so nothing has to be replayed. Errors: TRACKING_NOT_FOUND.
   */
  watch(input: {
    token: TrackingToken;
    call: Call;
    signal: AbortSignal | undefined;
  }): AsyncGenerator<Tracked, void, undefined>;
};

/** What a link leads to now, and until when. */
type Found = { order: OrderDoc; carrier: DriverDoc | null; end: Date };

export function createTrackingService(deps: Deps): TrackingService {
  /** A link can be passed on, and opened without an account: however many follow it, a change is looked at twice. */
  const find = createJoinedReads(
    async (token: TrackingToken): Promise<Found> => {
      const order = await deps.orderByToken(token);
      const end = order && trackingLinkEnd(order, deps.trackingLinkHours);
      if (!order || !end || end < deps.clock.now()) throw new DomainError("TRACKING_NOT_FOUND");
      return { order, carrier: order.driverId ? await deps.driverOf(order.driverId) : null, end };
    },
    token => token,
  );

  return {
    async get({ token, call }) {
      const { order, carrier } = await find(token);
      await deps.linkOpened(order._id, call);
      return toTrackingView(order, carrier, deps.clock.now());
    },

    async *watch({ token, call, signal }) {
      let { order } = await find(token);
      await deps.linkOpened(order._id, call);
      using _watcher = deps.presence.watcher(order.vendorId, order._id);
      using news = followOrderNews(deps, { vendorId: order.vendorId, orderId: order._id }, signal);
      let wasHeard = false;
      let isDegraded = false;
      for (let item = await news.next(); item !== null; item = await news.next()) {
        const cursor = deps.log.cursor();
        const frame = item === "changed" ? [] : item;
        const state = frame.find(message => message.type === "live_state");
        if (state && state.isDegraded !== isDegraded) {
          isDegraded = state.isDegraded;
          yield { cursor, message: state };
        }
        const isBack = !wasHeard && frame.some(({ type }) => type === "driver_location");
        if (item === "changed" || isBack) {
          const { carrier, end, ...found } = await find(token);
          order = found.order;
          const now = deps.clock.now();
          wasHeard = isHeard(carrier, now);
          news.expectEnd(end, now);
          if (wasHeard && carrier?.lastLocationUpdate) news.expectSilence(carrier.lastLocationUpdate, now);
          yield { cursor, message: { type: "tracking", view: toTrackingView(order, carrier, now) } };
          continue;
        }
        const now = deps.clock.now();
        for (const message of frame) {
          if (message.type === "eta_update")
            yield { cursor, message: { type: "eta_update", eta: message.eta } };
          if (message.type !== "driver_location") continue;
          news.expectSilence(now, now);
          if (isOnTheWay(order.status))
            yield { cursor, message: { type: "driver_location", position: toTrackedPosition(message) } };
        }
      }
    },
  };
}
