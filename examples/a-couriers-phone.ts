/*
 * What a courier's app does: goes on duty, waits for one offer, takes it, carries the parcel and hands it over with
 * proof. Assign an order to this driver while it runs:  bun examples/a-couriers-phone.ts
 */
import { createMedexClient } from "medex-delivery/client";

const medex = createMedexClient({ url: process.env.MEDEX_URL ?? "http://127.0.0.1:3000" });
await medex.login(process.env.MEDEX_EMAIL ?? "driver@medex.test", process.env.MEDEX_PASSWORD ?? "medex-demo");
/** Seconds between two positions: a phone reports every few; tests are in a hurry. */
const stepMs = Number(process.env.MEDEX_STEP_SECONDS ?? 3) * 1_000;
const me = await medex.drivers.me.query();

await medex.drivers.setStatus.mutate({ status: "available" });
console.log(`${me.fullName} is on duty and waits for an offer`);

// Listen before looking: an offer made in between would be missed the other way round.
const { promise: newsCame, resolve: onNews } = Promise.withResolvers<void>();
const watch = medex.realtime.driver.subscribe(
  { driverId: me.id },
  { onData: ({ data }) => data.type === "new_assignment" && onNews() },
);
const waiting = async () => (await medex.assignments.mine.query()).items[0];
let work = await waiting();
if (!work) {
  await newsCame;
  work = await waiting();
}
watch.unsubscribe();
if (!work) throw new Error("The offer was taken back");

const { order } = work;
if (work.status === "pending") await medex.assignments.accept.mutate({ assignmentId: work.id });
console.log(`${order.orderNumber}: from ${order.pickup.address} to ${order.delivery.address}`);

type Point = { latitude: number; longitude: number };

async function goTo(from: Point, to: Point): Promise<void> {
  const steps = 20;
  for (let step = 0; step <= steps; step++) {
    const latitude = from.latitude + ((to.latitude - from.latitude) * step) / steps;
    const longitude = from.longitude + ((to.longitude - from.longitude) * step) / steps;
    // A phone that was without a network sends up to a hundred points at once, each with its own time.
    const point = { latitude, longitude, timestamp: new Date().toISOString(), orderId: order.id };
    await medex.drivers.reportLocation.mutate({ points: [point] });
    await Bun.sleep(stepMs);
  }
}

async function prove(kind: "photo" | "signature"): Promise<void> {
  const form = new FormData();
  form.set("orderId", order.id);
  form.set("kind", kind);
  form.set("file", Bun.file(process.env.MEDEX_PROOF ?? new URL("parcel.png", import.meta.url).pathname));
  console.log(`${kind} stored at ${(await medex.proofs.upload.mutate(form)).url}`);
}

await goTo(me.location ?? order.pickup, order.pickup);
await medex.orders.pickUp.mutate({ orderId: order.id });
await medex.orders.startDelivery.mutate({ orderId: order.id });
await goTo(order.pickup, order.delivery);
if (order.proofPolicy.photo) await prove("photo");
if (order.proofPolicy.signature) await prove("signature");
const delivered = await medex.orders.deliver.mutate({ orderId: order.id });
console.log(
  `${delivered.orderNumber} is ${delivered.status}: ${delivered.actualDistanceKm ?? "an unknown number of"} km by its trail`,
);
await medex.drivers.setStatus.mutate({ status: "offline" });
await medex.logout();
