import { describe, expect, test } from "bun:test";
import type { Db } from "mongodb";
import { testDatabase } from "../support/mongo.ts";
import { startServer } from "../support/process.ts";
import { anOrderFor, createServerWorld, type ServerWorld } from "../support/server-world.ts";
import { waitFor } from "../support/wait-for.ts";

/** A longer campaign: KILL_RUNS=50 bun test tests/faults */
const RUNS = Number(process.env.KILL_RUNS ?? 3);
const CHAINS = 10;
/** Commands that have been acknowledged when the process is killed: the hundred are in full swing. */
const KILL_AFTER = 40;

/** One command that was sent: its answer where one came, and how to send the very same again. */
type Entry = { key: string; answer?: unknown; repeat: () => Promise<unknown> };

/** A ledger of what was sent and what was acknowledged, kept on the client's side of the wire. */
function createLedger() {
  const entries: Entry[] = [];
  return {
    entries,
    acknowledged: () => entries.filter(({ answer }) => answer !== undefined),
    async send<Answer>(key: string, repeat: () => Promise<Answer>): Promise<Answer> {
      const entry: Entry = { key, repeat };
      entries.push(entry);
      const answer = await repeat();
      entry.answer = answer;
      return answer;
    },
  };
}

type Ledger = ReturnType<typeof createLedger>;

/** Everything that is done to one order, each step with a key of its own. */
async function deliverOne(run: number, chain: number, world: ServerWorld, ledger: Ledger): Promise<void> {
  const driver = world.drivers[chain % world.drivers.length];
  if (!driver) throw new Error("no driver");
  const key = (step: string) => `run${run}-chain${chain}-${step}`;
  const step = <Answer>(name: string, ask: (idempotencyKey: string) => Promise<Answer>) =>
    ledger.send(key(name), () => ask(key(name)));
  const { vendor, vendorId } = world;

  const { id: orderId } = await step("create", idempotencyKey =>
    vendor.orders.create.mutate({ ...anOrderFor(vendorId), notes: key("order"), idempotencyKey }),
  );
  await step("accept", idempotencyKey => vendor.orders.accept.mutate({ orderId, idempotencyKey }));
  const { assignmentId } = await step("assign", idempotencyKey =>
    vendor.orders.assign.mutate({ orderId, driverId: driver.driverId, idempotencyKey }),
  );
  await step("take", idempotencyKey =>
    driver.client.assignments.accept.mutate({ assignmentId: String(assignmentId), idempotencyKey }),
  );
  for (const name of ["pickUp", "startDelivery", "deliver"] as const) {
    await step(name, idempotencyKey => driver.client.orders[name].mutate({ orderId, idempotencyKey }));
  }
}

/** Sends what was not acknowledged again, as a client does that got no answer, until the order is delivered. */
async function finish(run: number, chain: number, world: ServerWorld, ledger: Ledger): Promise<void> {
  await waitFor(
    `order ${chain} to be delivered`,
    async () => {
      await deliverOne(run, chain, world, ledger);
      return true;
    },
    30_000,
  );
}

/** What the database holds of each order of this run, by the note that names its chain. */
async function historyOf(
  db: Db,
): Promise<Map<string, { status: string; actions: string[]; seqs: number[] }>> {
  const orders = await db.collection("orders").find({}).toArray();
  const histories = orders.map(async ({ _id, notes, status }) => {
    const events = await db.collection("events").find({ orderId: _id }).sort({ seq: 1 }).toArray();
    const actions = events.map(({ type, payload }) =>
      type === "new_assignment" ? "assign" : payload.action,
    );
    return [String(notes), { status, actions, seqs: events.map(({ seq }) => seq) }] as const;
  });
  const entries = await Promise.all(histories);
  expect(new Set(entries.map(([note]) => note)).size).toBe(orders.length);
  return new Map(entries);
}

const WHOLE_LIFE = ["create", "accept", "assign", "acceptAssignment", "pickUp", "startDelivery", "deliver"];

describe("kill -9 of the process while a hundred commands are under way", () => {
  for (let run = 1; run <= RUNS; run++) {
    test(`run ${run}: every acknowledged command is there, once`, async () => {
      await using database = await testDatabase("kill_process");
      await using first = await startServer({ mongodbUrl: database.url });
      await using world = await createServerWorld(first, database.url, { drivers: 5 });
      const ledger = createLedger();

      const chains = Array.from({ length: CHAINS }, (_, chain) => chain);
      const underWay = Promise.allSettled(chains.map(chain => deliverOne(run, chain, world, ledger)));

      await waitFor("acknowledged commands", () => ledger.acknowledged().length >= KILL_AFTER);
      await first.kill();
      const acknowledged = ledger.acknowledged().map(({ key, answer, repeat }) => ({ key, answer, repeat }));
      expect(acknowledged.length).toBeLessThan(CHAINS * WHOLE_LIFE.length);

      // Nobody signs in again: the clients' tokens are good for the process that takes over.
      await using _second = await startServer({
        mongodbUrl: database.url,
        port: first.port,
        dataDir: first.dataDir,
      });
      await underWay;
      // A driver whose order is closed by now is not told the recipient's phone again.
      for (const { answer, repeat } of acknowledged)
        expect(withoutPhone(await repeat())).toEqual(withoutPhone(answer));
      for (const chain of chains) await finish(run, chain, world, ledger);

      const history = await historyOf(database.db);
      expect(history.size).toBe(CHAINS);
      for (const { status, actions, seqs } of history.values()) {
        expect(status).toBe("delivered");
        expect(actions).toEqual(WHOLE_LIFE);
        expect(seqs).toEqual(WHOLE_LIFE.map((_, index) => index + 1));
      }
      const drivers = await database.db.collection("drivers").find({}).toArray();
      expect(drivers.reduce((sum, { totalDeliveries }) => sum + totalDeliveries, 0)).toBe(CHAINS);
      expect(drivers.map(({ activeOrders, status }) => [activeOrders, status])).toEqual(
        drivers.map(() => [0, "available"]),
      );
    }, 90_000);
  }
});

const withoutPhone = (answer: unknown) => ({ ...(answer as object), customerPhone: null });
