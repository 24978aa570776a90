import { createMedexClient } from "../src/sdk/index.ts";
import type { OrderId } from "../src/shared/ids.ts";
import { AssignmentId } from "../src/shared/ids.ts";
import { testDatabase } from "../tests/support/mongo.ts";
import { startServer } from "../tests/support/process.ts";
import { anOrderFor, createServerWorld } from "../tests/support/server-world.ts";
import { createBareDelivery } from "./bare-delivery.ts";
import { inTurn, summary, table, timed } from "./measure.ts";

/*
 * One whole delivery, seven commands: create, accept, assign, accept the assignment, pick up, start, deliver. Over
 * HTTP by the typed client from another process, against the same writes with the bare driver on the same MongoDB.
 */

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 60);
const COMMANDS = 7;
const AT_ONCE = 8;
const COUNTED_NEVER_REACHED = ["account", "address"]
  .flatMap(counted => [`write-${counted}=900000000/1m`, `public-${counted}=900000000/1m`])
  .join(",");

await using database = await testDatabase("bench");
await using server = await startServer({
  mongodbUrl: database.url,
  env: { LOG_LEVEL: "warn", RATE_LIMITS: COUNTED_NEVER_REACHED },
});
await using world = await createServerWorld(server, database.url, { drivers: AT_ONCE + 1 });
const { vendor, vendorId } = world;
const commandTimes: number[] = [];

async function deliver(driver: (typeof world.drivers)[number]): Promise<OrderId> {
  const step = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    const start = performance.now();
    const answer = await ask();
    commandTimes.push(performance.now() - start);
    return answer;
  };
  const { id: orderId } = await step(() => vendor.orders.create.mutate(anOrderFor(vendorId)));
  await step(() => vendor.orders.accept.mutate({ orderId }));
  const offered = await step(() => vendor.orders.assign.mutate({ orderId, driverId: driver.driverId }));
  const assignmentId = AssignmentId.parse(offered.assignmentId);
  await step(() => driver.client.assignments.accept.mutate({ assignmentId }));
  await step(() => driver.client.orders.pickUp.mutate({ orderId }));
  await step(() => driver.client.orders.startDelivery.mutate({ orderId }));
  await step(() => driver.client.orders.deliver.mutate({ orderId }));
  return orderId;
}

const [first, ...others] = world.drivers;
if (!first) throw new Error("no driver");
const bare = await createBareDelivery(database.client, database.db, await deliver(first));
const ping = createMedexClient({ url: server.url });

const times = await inTurn(
  { product: () => deliver(first), bare: () => bare.deliver(first.driverId), nothing: () => emptyCalls() },
  { rounds: ROUNDS, warmup: 10 },
);
const product = summary(times.product);
const driver = summary(times.bare);
const nothing = summary(times.nothing);
const command = summary(commandTimes);

const perWorker = Math.ceil(ROUNDS / 2);
const together = await timed(() =>
  Promise.all(
    others.map(async other => {
      for (let i = 0; i < perWorker; i++) await deliver(other);
    }),
  ),
);
const bareTogether = await timed(() =>
  Promise.all(
    others.map(async ({ driverId }) => {
      for (let i = 0; i < perWorker; i++) await bare.deliver(driverId);
    }),
  ),
);
const perSecond = (milliseconds: number) => (others.length * perWorker * COMMANDS * 1_000) / milliseconds;

console.log(`## A whole delivery\n
Seven commands over HTTP by the typed client, against the same writes in the same transactions with the bare driver;
${ROUNDS} rounds in turn. "Nothing" is seven calls that touch no database: what HTTP and tRPC cost.
`);
console.log(
  table(
    ["one after the other, ms", "p50", "p99", "ratio of p50"],
    [
      ["bare driver", driver.p50, driver.p99, "1"],
      ["product over HTTP", product.p50, product.p99, product.p50 / driver.p50],
      ["nothing", nothing.p50, nothing.p99, nothing.p50 / driver.p50],
      ["one command of the product", command.p50, command.p99, "-"],
    ],
  ),
);
console.log(
  `\n${table(
    [`${others.length} deliveries at once`, "commands/s", "ratio"],
    [
      ["bare driver", perSecond(bareTogether), "1"],
      ["product over HTTP", perSecond(together), perSecond(together) / perSecond(bareTogether)],
    ],
  )}\n`,
);
console.log(
  `Aim: at most 2.5 times the bare driver's time. Measured: ${(product.p50 / driver.p50).toFixed(2)}.\n`,
);
await ping.close();

async function emptyCalls(): Promise<void> {
  for (let i = 0; i < COMMANDS; i++) await ping.maps.config.query();
}
