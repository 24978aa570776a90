import type { CustodyRecorder } from "../src/server/features/custody/index.ts";
import type { OrdersService } from "../src/server/features/orders/index.ts";
import { CreateOrderInput } from "../src/shared/orders/order.schema.ts";
import { createTestApp } from "../tests/support/harness.ts";
import { createPeople } from "../tests/support/people.ts";
import { anOrderFor } from "../tests/support/server-world.ts";
import { inTurn, summary, table } from "./measure.ts";
import { ordersOf } from "./orders-service.ts";

/*
 * What the chain of custody adds to a delivery: the same seven commands on the same database, in one process, with
 * the chain and without. The difference is the hashes, the signature at the end, the reading of the driver's last
 * fix, and the bytes.
 */

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 100);
const AIM = 1.25;

await using app = await createTestApp("bench_custody");
const people = createPeople(app);
const vendor = await people.aVendor();
const driver = await people.aDriver(vendor);
const timestamp = app.time.clock.now().toISOString();
await app.services.locations.report(driver.actor, {
  points: [{ latitude: 60.1692, longitude: 24.9442, timestamp, accuracy: 8 }],
});

/** A link that costs nothing and weighs nothing. */
const unchained: CustodyRecorder = async () => ({ hash: "" }) as Awaited<ReturnType<CustodyRecorder>>;

async function deliver(orders: OrdersService): Promise<void> {
  const placed = CreateOrderInput.parse(anOrderFor(vendor.vendorId));
  const { id: orderId } = await orders.create(vendor.actor, placed);
  await orders.accept(vendor.actor, { orderId });
  const { assignmentId } = await orders.assign(vendor.actor, { orderId, driverId: driver.driverId });
  if (!assignmentId) throw new Error("no offer");
  await orders.acceptAssignment(driver.actor, { assignmentId });
  await orders.pickUp(driver.actor, { orderId });
  await orders.startDelivery(driver.actor, { orderId });
  await orders.deliver(driver.actor, { orderId });
}

const withChain = ordersOf(app, {});
const withoutChain = ordersOf(app, { custody: unchained });
const times = await inTurn(
  { without: () => deliver(withoutChain), with: () => deliver(withChain) },
  { rounds: ROUNDS, warmup: 20 },
);
const bare = summary(times.without);
const full = summary(times.with);

console.log(`## The chain of custody\n
One delivery of seven commands in one process, with the chain and without, ${ROUNDS} rounds in turn.
`);
console.log(
  table(
    ["a delivery, ms", "p50", "p99", "ratio of p50"],
    [
      ["without a chain", bare.p50, bare.p99, "1"],
      ["with the chain", full.p50, full.p99, full.p50 / bare.p50],
    ],
  ),
);
console.log(`\nAim: at most ${AIM}. Measured: ${(full.p50 / bare.p50).toFixed(2)}.\n`);
