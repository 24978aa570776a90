import { useSyncExternalStore } from "react";
import { assertNever } from "../../shared/assert-never.ts";
import type {
  DriverLocationMessage,
  DriverPresenceMessage,
  LiveMessage,
  OrderWatchedMessage,
} from "../../shared/events.ts";
import type { DriverId, OrderId } from "../../shared/ids.ts";
import type { Eta } from "../../shared/orders/order.schema.ts";

/**
 * Live positions and arrival times, outside React: a position a second must not render the board again. A part that
 * shows one driver or one order follows that one alone; the map follows all and moves its markers itself.
 */
export type LiveStore = {
  put(messages: readonly LiveMessage[]): void;
  position(driverId: DriverId): DriverLocationMessage | undefined;
  /** A new map after each frame, so that it can be compared by identity. */
  positions(): ReadonlyMap<DriverId, DriverLocationMessage>;
  /** Undefined: nothing newer than what the order itself says. */
  eta(orderId: OrderId): Eta | null | undefined;
  /** Undefined until the server has told. */
  presence(driverId: DriverId): DriverPresenceMessage | undefined;
  /** How many have the order's tracking page open. */
  watchers(orderId: OrderId): number;
  /** Before the server tells anew who is there: nobody is told of who has gone meanwhile. */
  forgetPresence(): void;
  subscribe(listener: () => void): () => void;
  clear(): void;
};

export function createLiveStore(): LiveStore {
  let positions = new Map<DriverId, DriverLocationMessage>();
  const etas = new Map<OrderId, Eta | null>();
  const presences = new Map<DriverId, DriverPresenceMessage>();
  const watched = new Map<OrderId, OrderWatchedMessage>();
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  return {
    put: messages => {
      const next = new Map(positions);
      for (const message of messages) {
        switch (message.type) {
          case "driver_location":
            next.set(message.driverId, message);
            break;
          case "eta_update":
            etas.set(message.orderId, message.eta);
            break;
          case "driver_presence":
            if (!isOvertaken(message, presences.get(message.driverId)))
              presences.set(message.driverId, message);
            break;
          case "order_watched":
            if (!isOvertaken(message, watched.get(message.orderId))) watched.set(message.orderId, message);
            break;
          case "live_state":
            // Of the connection, not of a driver or an order: see liveness.ts.
            break;
          default:
            assertNever(message);
        }
      }
      positions = next;
      tell();
    },
    position: driverId => positions.get(driverId),
    positions: () => positions,
    eta: orderId => etas.get(orderId),
    presence: driverId => presences.get(driverId),
    watchers: orderId => watched.get(orderId)?.watchers ?? 0,
    forgetPresence: () => {
      presences.clear();
      watched.clear();
    },
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    clear: () => {
      positions = new Map();
      etas.clear();
      presences.clear();
      watched.clear();
      tell();
    },
  };
}

const isOvertaken = (message: { asOf: number }, known: { asOf: number } | undefined) =>
  known !== undefined && known.asOf > message.asOf;

export const usePositionsOf = (store: LiveStore) => useSyncExternalStore(store.subscribe, store.positions);

export const usePositionOf = (store: LiveStore, driverId: DriverId | null) =>
  useSyncExternalStore(store.subscribe, () => (driverId ? store.position(driverId) : undefined));

export const useEtaOf = (store: LiveStore, orderId: OrderId | null) =>
  useSyncExternalStore(store.subscribe, () => (orderId ? store.eta(orderId) : undefined));

export const usePresenceOf = (store: LiveStore, driverId: DriverId) =>
  useSyncExternalStore(store.subscribe, () => store.presence(driverId));

export const useWatchersOf = (store: LiveStore, orderId: OrderId) =>
  useSyncExternalStore(store.subscribe, () => store.watchers(orderId));
