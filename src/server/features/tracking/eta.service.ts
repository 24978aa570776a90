import { orderRoom, vendorRoom } from "../../../shared/events.ts";
import { fromGeoJson, type Point } from "../../../shared/geo.ts";
import type { DriverId } from "../../../shared/ids.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { LiveBus } from "../../platform/live-bus/live-bus.port.ts";
import type { Logger } from "../../platform/logger/logger.ts";
import type { MapsPort } from "../../platform/maps/maps.port.ts";
import type { DriverPosition } from "../locations/index.ts";
import { type OrderDoc, type StoredEta, toEta } from "../orders/index.ts";
import { estimateArrival, hasMoved } from "./eta.ts";

type Deps = {
  maps: Pick<MapsPort, "route">;
  clock: Clock;
  liveBus: LiveBus;
  logger: Logger;
  carriedBy: (driverIds: readonly DriverId[]) => Promise<OrderDoc[]>;
  /** Keeps the estimate without a new version of the order; does nothing when its status has moved on. */
  saveEta: (order: Pick<OrderDoc, "_id" | "status">, eta: StoredEta) => Promise<void>;
};

/** Where a driver is, as far as an estimate needs to know. */
type Whereabouts = Pick<DriverPosition, "driverId" | "point" | "timestamp">;

export type EtaService = {
  /**
   * Estimates anew for the orders in hand of these drivers, at most every 15 s a driver; returns at once. An estimate
   * that moved by a minute is kept and told to those who follow the order. Wire it to `locations.onPositions`.
   */
  refresh(positions: readonly Whereabouts[]): void;
  /** The same without waiting for its turn: an order was taken, picked up or started on. */
  legChanged(position: Whereabouts): void;
  /** Resolves when nothing is being estimated; for a graceful stop. */
  settled(): Promise<void>;
};

const REFRESH_MS = 15_000;
/** A phone's clock may be minutes slow; a fix beyond this was kept while there was no network. */
const OLDEST_FIX_MS = 15 * 60_000;

export function createEtaService({ maps, clock, liveBus, logger, carriedBy, saveEta }: Deps): EtaService {
  /** When each driver's orders were last estimated, oldest first. */
  const refreshedAt = new Map<DriverId, number>();
  const running = new Set<Promise<void>>();

  /** Drivers whose turn it is, with a fix that is worth estimating from. */
  function due(positions: readonly Whereabouts[], now: Date): Whereabouts[] {
    for (const [driverId, at] of refreshedAt) {
      if (now.getTime() - at < REFRESH_MS) break;
      refreshedAt.delete(driverId);
    }
    return positions.filter(({ driverId, timestamp }) => {
      const isOld = now.getTime() - timestamp.getTime() > OLDEST_FIX_MS;
      if (isOld || refreshedAt.has(driverId)) return false;
      refreshedAt.set(driverId, now.getTime());
      return true;
    });
  }

  async function estimate(positions: readonly Whereabouts[], now: Date): Promise<void> {
    const where = new Map(positions.map(({ driverId, point }) => [driverId, point]));
    const orders = await carriedBy([...where.keys()]);
    await Promise.all(
      orders.map(async order => {
        const position = order.driverId && where.get(order.driverId);
        if (position) await estimateOrder(order, position, now);
      }),
    );
  }

  async function estimateOrder(order: OrderDoc, position: Point, now: Date): Promise<void> {
    const vehicleType = order.driver?.vehicleType ?? "car";
    const legs = await Promise.all(
      legsOf(order, position).map(([origin, destination]) =>
        maps.route({ origin, destination, vehicleType }),
      ),
    );
    const eta = estimateArrival(legs, now);
    if (!hasMoved(eta, order.eta)) return;
    await saveEta(order, eta);
    liveBus.publish([
      {
        rooms: [orderRoom(order._id), vendorRoom(order.vendorId)],
        message: { type: "eta_update", orderId: order._id, eta: toEta(eta) },
      },
    ]);
  }

  function refresh(positions: readonly Whereabouts[]): void {
    const now = clock.now();
    const drivers = due(positions, now);
    if (drivers.length === 0) return;
    const work = estimate(drivers, now).catch((error: unknown) => {
      // A map that does not answer must not keep positions from being taken.
      logger.warn({ err: error }, "An estimate of arrival failed");
    });
    running.add(work);
    void work.finally(() => running.delete(work));
  }

  return {
    refresh,

    legChanged(position) {
      refreshedAt.delete(position.driverId);
      refresh([position]);
    },

    async settled() {
      await Promise.all(running);
    },
  };
}

/** From the driver to the recipient, over the pickup while the parcel is still there. */
function legsOf({ status, pickup, delivery }: OrderDoc, position: Point): [from: Point, to: Point][] {
  const [from, to] = [fromGeoJson(pickup.location), fromGeoJson(delivery.location)];
  if (status !== "driver_assigned") return [[position, to]];
  return [
    [position, from],
    [from, to],
  ];
}
