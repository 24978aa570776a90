import type { MedexClient } from "../../../../sdk/index.ts";
import type { DriverView } from "../../../../shared/drivers/driver.schema.ts";
import { distanceMeters } from "../../../../shared/geo.ts";
import type { DriverId, VendorId } from "../../../../shared/ids.ts";
import { CLOSED, orderMachine } from "../../../../shared/orders/order.machine.ts";
import type { OrderView } from "../../../../shared/orders/order.schema.ts";
import { isWhole } from "../../../../shared/orders/whole.ts";
import type { Chance } from "../chance.ts";
import { LOGINS, type VendorKey } from "../stories/cast.ts";
import type { Pace } from "./pace.ts";

/** Seconds that an order waits until the simulated dispatcher acts; a share of them waits long, for people to act. */
const PATIENCE = {
  pharmacy: { usual: [20, 45], long: [100, 240], longShare: 0.45 },
  laboratory: { usual: [6, 25], long: [40, 80], longShare: 0.1 },
  clinic: { usual: [6, 25], long: [40, 80], longShare: 0.1 },
} as const;

const LOOKS_SECONDS = [4, 7] as const;
/** A person who plays the driver and is on duty gets this share of the offers. */
const FOR_A_PERSON = 0.6;
const OPEN_STATUSES = orderMachine.states.filter(status => !CLOSED.includes(status));

type Deps = {
  client: MedexClient;
  pace: Pace;
  chance: Chance;
  vendor: VendorKey;
  vendorId: VendorId;
  /** Told at each look: how many orders of this vendor are open. */
  onOpen: (count: number) => void;
};

/** Accepts what nobody accepts, and finds drivers. Ends only by an error; the caller begins it anew. */
export async function liveAsDispatcher(deps: Deps): Promise<never> {
  const { client, pace, chance, vendor, vendorId, onOpen } = deps;
  /** When each order was first seen as it is now: patience begins anew with each change. */
  let seenAt = new Map<string, Date>();

  function isOutOfPatience(order: OrderView): boolean {
    const key = `${order.id}/${order.version}`;
    const { usual, long, longShare } = PATIENCE[vendor];
    const luck = chance.fork(key);
    const [from, to] = luck.happens(longShare) ? long : usual;
    return pace.secondsSince(seenAt.get(key) ?? pace.now()) > luck.between(from, to);
  }

  async function act(order: OrderView, open: readonly OrderView[]): Promise<void> {
    const { id: orderId, can, version } = order;
    if (can.includes("accept")) {
      await client.orders.accept.mutate({ orderId, idempotencyKey: `accept:${orderId}` });
    } else if (can.includes("assign")) {
      const driver = await driverFor(order, open);
      const idempotencyKey = `assign:${orderId}:${version}`;
      if (driver) await client.orders.assign.mutate({ orderId, driverId: driver.id, idempotencyKey });
    }
  }

  /** The nearest driver who is free, was not offered anything yet, and did not just turn this very order down. */
  async function driverFor(order: OrderView, open: readonly OrderView[]): Promise<DriverView | undefined> {
    const { items } = await client.drivers.list.query({ vendorId, status: "available", limit: 100 });
    const taken = new Set<DriverId>(
      open.flatMap(({ assignment }) => (assignment?.status === "pending" ? assignment.driverId : [])),
    );
    const free = items.filter(
      ({ id, isActive, isSilent, email }) =>
        isActive &&
        !taken.has(id) &&
        id !== order.assignment?.driverId &&
        (!isSilent || email === LOGINS.driver),
    );
    const person = free.find(({ email }) => email === LOGINS.driver);
    if (person && chance.happens(FOR_A_PERSON)) return person;
    const metersAway = ({ location }: DriverView) =>
      location ? distanceMeters(location, order.pickup) : Number.POSITIVE_INFINITY;
    return free.filter(driver => driver !== person).toSorted((a, b) => metersAway(a) - metersAway(b))[0];
  }

  for (;;) {
    const { items } = await client.orders.list.query({ vendorId, status: OPEN_STATUSES, limit: 100 });
    onOpen(items.length);
    seenAt = new Map(
      items.map(({ id, version }) => [`${id}/${version}`, seenAt.get(`${id}/${version}`) ?? pace.now()]),
    );
    // The list begins with the newest: people are served in the order they came, one thing at a time.
    const waiting = items.filter(isWhole).filter(isOutOfPatience).toReversed();
    for (const order of waiting) {
      if (order.can.includes("accept") || order.can.includes("assign"))
        await act(order, items.filter(isWhole));
    }
    await pace.wait(chance.between(...LOOKS_SECONDS));
  }
}
