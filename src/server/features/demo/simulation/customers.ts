import type { MedexClient } from "../../../../sdk/index.ts";
import type { VendorId } from "../../../../shared/ids.ts";
import type { Chance } from "../chance.ts";
import { CUSTOMERS, isForPeople, VENDORS, type VendorKey } from "../stories/cast.ts";
import { CANCEL_REASONS } from "../stories/goods.ts";
import { wishFor } from "../stories/story.ts";
import { meanSecondsBetweenOrders } from "./demand.ts";
import type { Pace } from "./pace.ts";

/** With so many open orders of a vendor nobody places another one there. */
const MOST_OPEN = 9;
/** The first order comes soon: somebody may be looking. */
const FIRST_SECONDS = [4, 12] as const;
const CHANGES_OF_MIND = 0.04;
const REGRET_SECONDS = [20, 90] as const;
/** Shares of a hundred. */
const DEMAND: readonly (readonly [share: number, vendor: VendorKey])[] = [
  [55, "pharmacy"],
  [22, "laboratory"],
  [23, "clinic"],
];

type Deps = {
  /** A client signed in with this account. */
  clientOf: (email: string) => Promise<MedexClient>;
  vendorIds: Record<VendorKey, VendorId>;
  openOf: (vendor: VendorKey) => number;
  pace: Pace;
  chance: Chance;
};

/** Everybody who orders: one after the other, as their needs come. Ends only by an error. */
export async function liveAsCustomers({ clientOf, vendorIds, openOf, pace, chance }: Deps): Promise<never> {
  const customers = CUSTOMERS.filter(({ email }) => !isForPeople(email));

  async function order(vendor: VendorKey): Promise<void> {
    // A laboratory and a clinic mostly send by themselves; the pharmacy's own account belongs to people.
    const sendsItself = !isForPeople(VENDORS[vendor].ownerEmail) && chance.happens(0.7);
    const by = sendsItself ? VENDORS[vendor].ownerEmail : chance.pick(customers).email;
    const client = await clientOf(by);
    const { items, notes, address, customerName, customerPhone } = wishFor(vendor, by, chance);
    const placed = await client.orders.create.mutate({
      vendorId: vendorIds[vendor],
      delivery: { address },
      customerName,
      customerPhone,
      items: [...items],
      ...(notes ? { notes } : {}),
      idempotencyKey: `order:${Math.floor(chance.next() * 2 ** 32)}:${pace.now().getTime()}`,
    });
    if (!chance.happens(CHANGES_OF_MIND)) return;
    await pace.wait(chance.between(...REGRET_SECONDS));
    const { can } = await client.orders.get.query({ orderId: placed.id });
    if (can.includes("cancel")) {
      await client.orders.cancel.mutate({ orderId: placed.id, reason: chance.pick(CANCEL_REASONS) });
    }
  }

  await pace.wait(chance.between(...FIRST_SECONDS));
  for (;;) {
    const vendor = whose(chance);
    if (openOf(vendor) < MOST_OPEN) await order(vendor);
    // Arrivals that know nothing of each other: exponential gaps, the longest cut off.
    const mean = meanSecondsBetweenOrders(pace.now());
    await pace.wait(Math.min(3 * mean, -Math.log(1 - chance.next()) * mean));
  }
}

function whose(chance: Chance): VendorKey {
  let left = chance.between(0, 100);
  for (const [share, vendor] of DEMAND) {
    left -= share;
    if (left < 0) return vendor;
  }
  return "pharmacy";
}
