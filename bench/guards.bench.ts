import type { AuditService } from "../src/server/features/audit/index.ts";
import { createTestApp } from "../tests/support/harness.ts";
import { createPeople, type Person } from "../tests/support/people.ts";
import { inTurn, summary, type Times, table } from "./measure.ts";
import { ordersOf } from "./orders-service.ts";

/*
 * What safety adds to a command: the same change of an order, in one process and on the same database, by the use case
 * alone and through everything that stands before it: the access token and its session, rate limits, the permission
 * table, the schema of the input, and for an administrator his reason and the entry in the audit log.
 */

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 300);
const WARMUP = 50;
const AIM = 1.25;

/** Quotas that are counted and never reached. */
const UNREACHED = "900000000/1m";
await using app = await createTestApp("bench_guards", {
  rateLimits: {
    "read-account": UNREACHED,
    "read-address": UNREACHED,
    "write-account": UNREACHED,
    "write-address": UNREACHED,
  },
});
const people = createPeople(app);
const vendor = await people.aVendor();
const admin = await people.anAdmin();
const { id: orderId } = await people.anOrder(vendor, vendor.vendorId);

const silent = { ...app.services.audit, record: async () => {} } satisfies AuditService;
const useCases = ordersOf(app, { audit: silent });
let count = 0;
const change = () => ({ orderId, notes: `Ring twice, ${++count}` });
const reason = "The pharmacy asked on the phone";
const asCaller = ({ credentials }: Person) => app.with(credentials.accessToken);

const commands = await inTurn(
  {
    alone: () => useCases.update(vendor.actor, change()),
    vendor: async () => (await asCaller(vendor)).orders.update(change()),
    admin: async () => (await asCaller(admin)).orders.update({ ...change(), reason }),
  },
  { rounds: ROUNDS, warmup: WARMUP },
);
const reads = await inTurn(
  {
    alone: () => useCases.get(vendor.actor, { orderId }),
    vendor: async () => (await asCaller(vendor)).orders.get({ orderId }),
  },
  { rounds: ROUNDS, warmup: WARMUP },
);

const median = (times: Times) => summary(times).p50;
const row = (name: string, times: Times, alone: Times) => [
  name,
  median(times),
  summary(times).p99,
  median(times) / median(alone),
];

console.log(`## Guards, limits and audit\n
One command and one query in one process, by the use case alone and through the access token, its session, rate limits,
permissions, the schema and the audit log; ${ROUNDS} rounds in turn.
`);
console.log(
  table(
    ["ms", "p50", "p99", "ratio of p50"],
    [
      row("a command, the use case alone", commands.alone, commands.alone),
      row("as a vendor", commands.vendor, commands.alone),
      row("as an administrator, with a reason in the audit log", commands.admin, commands.alone),
      row("a query, the use case alone", reads.alone, reads.alone),
      row("as a vendor", reads.vendor, reads.alone),
    ],
  ),
);
console.log(
  `\nAim for a command: at most ${AIM}. Measured: ${(median(commands.vendor) / median(commands.alone)).toFixed(2)} for a vendor, ${(median(commands.admin) / median(commands.alone)).toFixed(2)} for an administrator.\n`,
);
