import { assertNever } from "../../../shared/assert-never.ts";
import type { LiveStateMessage } from "../../../shared/events.ts";
import type { Eta } from "../../../shared/orders/order.schema.ts";
import type { TrackingMessage, TrackingView } from "../../../shared/tracking/tracking.schema.ts";

export type TrackingState = {
  view: TrackingView | null;
  /** Why there is no view: a link that leads nowhere, or a failure on the way. */
  failure: unknown;
};

export const NOTHING_YET: TrackingState = { view: null, failure: null };

/** The page after one more message. Positions and estimates change what is there; a whole view replaces it. */
export function afterMessage(
  state: TrackingState,
  message: Exclude<TrackingMessage, LiveStateMessage>,
): TrackingState {
  switch (message.type) {
    case "tracking":
      return withView(message.view);
    case "driver_location":
      return state.view
        ? withView({ ...state.view, position: message.position, positionMissing: null })
        : state;
    case "eta_update":
      return state.view && isNews(message.eta, state.view.eta)
        ? withView({ ...state.view, eta: message.eta })
        : state;
    default:
      return assertNever(message);
  }
}

/** An estimate may have waited for its turn while the whole view was read. */
const isNews = (eta: Eta | null, known: Eta | null) => !eta || !known || eta.computedAt >= known.computedAt;

const withView = (view: TrackingView): TrackingState => ({ view, failure: null });
