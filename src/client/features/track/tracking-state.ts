import { assertNever } from "../../../shared/assert-never.ts";
import type { Eta } from "../../../shared/orders/order.schema.ts";
import type { TrackingMessage, TrackingView } from "../../../shared/tracking/tracking.schema.ts";

export type TrackingState = {
  view: TrackingView | null;
  /** The first range that this page was told: what "later than first said" is measured against. */
  firstSaid: Eta | null;
  /** Why there is no view: a link that leads nowhere, or a failure on the way. */
  failure: unknown;
};

export const NOTHING_YET: TrackingState = { view: null, firstSaid: null, failure: null };

/** The page after one more message. Positions and estimates change what is there; a whole view replaces it. */
export function afterMessage(state: TrackingState, message: TrackingMessage): TrackingState {
  switch (message.type) {
    case "tracking":
      return withView(state, message.view);
    case "driver_location":
      return state.view
        ? withView(state, { ...state.view, position: message.position, positionMissing: null })
        : state;
    case "eta_update":
      return state.view ? withView(state, { ...state.view, eta: message.eta }) : state;
    default:
      return assertNever(message);
  }
}

const withView = (state: TrackingState, view: TrackingView): TrackingState => ({
  view,
  firstSaid: state.firstSaid ?? view.eta,
  failure: null,
});
