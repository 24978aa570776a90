import { createCallerFactory } from "../src/server/trpc/init.ts";
import { appRouter } from "../src/server/trpc/router.ts";
import { aRequest, createTestApp } from "../tests/support/harness.ts";
import { createPeople } from "../tests/support/people.ts";
import { inTurn, summary, table } from "./measure.ts";

/*
 * What it costs that the audit log knows who reads: one order and a list of fifty, as an administrator asks for them,
 * with a log that keeps nothing, with a look that is known, and with one that has to be written before it is answered.
 */

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 200);
const ORDERS = 50;
const WINDOW_MS = 10 * 60_000;

await using app = await createTestApp("bench_audit");
const people = createPeople(app);
const admin = await people.anAdmin();
const vendor = await people.aVendor();
for (let made = 1; made < ORDERS; made++) await people.anOrder(vendor, vendor.vendorId);
const { id: orderId } = await people.anOrder(vendor, vendor.vendorId);

const silent = createCallerFactory(appRouter)({
  ...app.services,
  audit: { ...app.services.audit, read: async () => {} },
  actor: admin.actor,
  request: aRequest(),
  admit: async () => {},
  measured: () => {},
  subscriptions: app.subscriptions,
});
const asks = {
  "one order": (api: typeof silent) => api.orders.get({ orderId }),
  "a list of fifty": (api: typeof silent) => api.orders.list({ limit: ORDERS }),
};

console.log(`## Who reads what\n
In one process, ${ROUNDS} rounds in turn. A look is known for ten minutes of a session: then nothing is written.
`);
const rows: (string | number)[][] = [];
for (const [name, ask] of Object.entries(asks)) {
  const times = await inTurn(
    {
      without: () => ask(silent),
      known: () => ask(admin.api),
      first: () => {
        app.time.advance(WINDOW_MS);
        return ask(admin.api);
      },
    },
    { rounds: ROUNDS, warmup: 20 },
  );
  const bare = summary(times.without);
  for (const [contestant, words] of [
    ["without", "no log"],
    ["known", "known"],
    ["first", "written first"],
  ] as const) {
    const { p50, p99 } = summary(times[contestant]);
    rows.push([`${name}, ${words}`, p50, p99, p50 / bare.p50]);
  }
}
console.log(table(["a read, ms", "p50", "p99", "ratio of p50"], rows));
console.log("");
