import { isSilent } from "../../../shared/drivers/driver.presence.ts";
import type { DriverStatus } from "../../../shared/drivers/driver.schema.ts";
import {
  type DriverPresenceMessage,
  driverRoom,
  type OrderWatchedMessage,
  orderRoom,
  vendorRoom,
} from "../../../shared/events.ts";
import { DriverId, OrderId, type VendorId } from "../../../shared/ids.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { LiveBus } from "../../platform/live-bus/live-bus.port.ts";
import type { Logger } from "../../platform/logger/logger.ts";
import type { Counts, Place, Presence } from "../../platform/presence/presence.port.ts";
import { createJoinedReads } from "../joined-reads/index.ts";

/** What is stored of a driver that tells whether he can be reached. */
type Reachable = {
  _id: DriverId;
  vendorId: VendorId;
  status: DriverStatus;
  lastLocationUpdate: Date | null;
  lastSeenAt?: Date | null;
};

type Deps = {
  presence: Presence;
  liveBus: LiveBus;
  clock: Clock;
  logger: Logger;
  /** Keeps that the phones of drivers were heard of now; the drivers afterwards. */
  noteSeen: (driverIds: readonly DriverId[], now: Date) => Promise<Reachable[]>;
  driversOf: (vendorId: VendorId) => Promise<Reachable[]>;
  /** Drivers who work and have not been heard of for a while: those for whom `isSilent` holds. */
  silentDrivers: (now: Date) => Promise<Reachable[]>;
  findDrivers: (driverIds: readonly DriverId[]) => Promise<Reachable[]>;
};

type PresenceMessage = DriverPresenceMessage | OrderWatchedMessage;

export type PresenceService = AsyncDisposable & {
  /** The driver's own application follows his work, until disposed of. */
  phone(vendorId: VendorId, driverId: DriverId): Disposable;
  /** Somebody has the tracking page of an order open, until disposed of. How many do is told, and nobody's name. */
  watcher(vendorId: VendorId, orderId: OrderId): Disposable;
  /** All that is known now of the phones of a fleet, and of whose orders are being watched. */
  of(vendorId: VendorId): Promise<PresenceMessage[]>;
  /** Tells of who has fallen silent, or has been heard again, since it was called last. */
  tellSilences(): Promise<void>;
};

/** For the business alone: it hears in its own room whom it can reach and which recipients watch. */
export function createPresenceService(deps: Deps): PresenceService {
  const { presence, liveBus, clock, logger } = deps;
  /** A whole fleet may come at once, and a thousand boards. */
  const at = createJoinedReads(presence.at, vendorId => vendorId);
  let toldSilent = new Set<DriverId>();
  const telling = new Set<Promise<void>>();

  function tell(vendorId: VendorId, messages: readonly PresenceMessage[]): void {
    liveBus.publish(messages.map(message => ({ vendorId, rooms: [vendorRoom(vendorId)], message })));
  }

  const stop = presence.onChange((vendorId, counts) => {
    tell(vendorId, watchedIn(counts));
    const phones = [...counts.places.keys()].flatMap(place => driverOf(place) ?? []);
    if (phones.length === 0) return;
    const work = tellOfPhones(phones).catch((error: unknown) => {
      logger.warn({ err: error }, "The presence of drivers could not be kept");
    });
    telling.add(work);
    void work.finally(() => telling.delete(work));
  });

  async function tellOfPhones(driverIds: readonly DriverId[]): Promise<void> {
    await tellOf(await deps.noteSeen(driverIds, clock.now()));
  }

  /** What holds when it is told: a phone that came back meanwhile is not said to be away. */
  async function tellOf(drivers: readonly Reachable[]): Promise<void> {
    for (const [vendorId, those] of Map.groupBy(drivers, driver => driver.vendorId)) {
      const present = await at(vendorId);
      const now = clock.now();
      tell(
        vendorId,
        those.map(driver => toMessage(driver, present, now)),
      );
    }
  }

  return {
    phone: (vendorId, driverId) => disposer(presence.enter(vendorId, driverRoom(driverId) as Place)),
    watcher: (vendorId, orderId) => disposer(presence.enter(vendorId, orderRoom(orderId) as Place)),

    async of(vendorId) {
      const [drivers, present] = await Promise.all([deps.driversOf(vendorId), at(vendorId)]);
      const now = clock.now();
      return [...drivers.map(driver => toMessage(driver, present, now)), ...watchedIn(present)];
    },

    async tellSilences() {
      const silent = await deps.silentDrivers(clock.now());
      const now = new Set(silent.map(({ _id }) => _id));
      const back = [...toldSilent].filter(driverId => !now.has(driverId));
      const news = silent.filter(({ _id }) => !toldSilent.has(_id));
      toldSilent = now;
      await tellOf([...news, ...(back.length > 0 ? await deps.findDrivers(back) : [])]);
    },

    async [Symbol.asyncDispose]() {
      stop();
      await Promise.all(telling);
    },
  };
}

function toMessage(driver: Reachable, present: Counts, now: Date): DriverPresenceMessage {
  return {
    type: "driver_presence",
    driverId: driver._id,
    asOf: present.asOf,
    isConnected: present.places.has(driverRoom(driver._id) as Place),
    lastSeenAt: driver.lastSeenAt?.toISOString() ?? null,
    lastLocationUpdate: driver.lastLocationUpdate?.toISOString() ?? null,
    isSilent: isSilent(driver, now),
  };
}

const watchedIn = ({ asOf, places }: Counts): OrderWatchedMessage[] =>
  [...places].flatMap(([place, watchers]) => {
    const orderId = orderOf(place);
    return orderId ? [{ type: "order_watched", orderId, asOf, watchers }] : [];
  });

const disposer = (leave: () => void): Disposable => ({ [Symbol.dispose]: leave });
const driverOf = (place: Place) => DriverId.safeParse(place.replace("driver_", "")).data;
const orderOf = (place: Place) =>
  place.startsWith("order_") ? OrderId.parse(place.slice("order_".length)) : undefined;
