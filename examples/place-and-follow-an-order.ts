/*
 * A customer places an order and follows it until it is delivered or cancelled, or for MEDEX_FOLLOW_SECONDS.
 * Run it while `bun start` runs:  bun examples/place-and-follow-an-order.ts
 */
import { createMedexClient } from "medex-delivery/client";

const medex = createMedexClient({ url: process.env.MEDEX_URL ?? "http://127.0.0.1:3000" });
await medex.login(
  process.env.MEDEX_EMAIL ?? "customer@medex.test",
  process.env.MEDEX_PASSWORD ?? "medex-demo",
);

const { items: vendors } = await medex.vendors.list.query({ query: process.env.MEDEX_VENDOR ?? "Pharmacy" });
const vendor = vendors[0];
if (!vendor) throw new Error("No business of that name takes orders here");

// A place may be an address alone; it is found on the map, or refused with suggestions.
const wish = { vendorId: vendor.id, delivery: { address: "Vuorikatu 14, Helsinki" } };
const quote = await medex.orders.quote.query(wish);
console.log(`${vendor.businessName}: ${quote.distanceKm} km for ${quote.feeCents / 100} ${quote.currency}`);

const order = await medex.orders.create.mutate({
  ...wish,
  customerName: "Johanna Rantanen",
  customerPhone: "+358 40 555 0301",
  items: [{ name: "Insulin glargine 100 U/ml, pens", quantity: 5, handling: "chilled" }],
  notes: "Door code 2580",
  // With a key, a request that is repeated after a lost answer makes no second order.
  idempotencyKey: crypto.randomUUID(),
});
console.log(`${order.orderNumber} is ${order.status}; track it at /track/${order.trackingToken}`);

const patienceMs = Number(process.env.MEDEX_FOLLOW_SECONDS ?? 1_800) * 1_000;
const { promise: isOver, resolve: end, reject: fail } = Promise.withResolvers<void>();
setTimeout(end, patienceMs).unref();

// Durable events: each arrives once and in order, also over a lost connection.
medex.realtime.order.subscribe(
  { orderId: order.id },
  {
    onData: async ({ data: event }) => {
      if (event.type === "ready") console.log(`following ${order.orderNumber}`);
      if (event.type === "order_status") console.log(`${event.at}  ${event.action}: ${event.status}`);
      // `ready` and `resync` mean: what happened before is not told again, so read the order.
      const { status } = await medex.orders.get.query({ orderId: order.id });
      if (status === "delivered" || status === "cancelled") end();
    },
    onError: fail,
  },
);

// Live positions: only the newest counts; some may be left out, and none are queued.
medex.realtime.orderLocations.subscribe(
  { orderId: order.id },
  {
    onData: messages => {
      for (const message of messages) {
        if (message.type === "driver_location") {
          console.log(`the courier is at ${message.latitude.toFixed(5)}, ${message.longitude.toFixed(5)}`);
        } else if (message.type === "eta_update" && message.eta) {
          const { eta } = message;
          console.log(eta.state === "stale" ? `no word since ${eta.since}` : `expected by ${eta.latest}`);
        }
      }
    },
  },
);

await isOver;
console.log(`${order.orderNumber} is ${(await medex.orders.get.query({ orderId: order.id })).status}`);
await medex.logout();
