import { describe, expect, test } from "bun:test";
import {
  createMapBills,
  createMapBudgetRepo,
  createMapCallsRepo,
} from "../../../src/server/features/maps/index.ts";
import { createLogger } from "../../../src/server/platform/logger/logger.ts";
import { DEFAULT_MAP_BUDGET } from "../../../src/server/platform/maps/map-limits.ts";
import { createBudget } from "../../../src/server/platform/maps/remote/budget.ts";
import type { OrderId } from "../../../src/shared/ids.ts";
import { startGoogleServer } from "../../support/google-server.ts";
import { createTestApp } from "../../support/harness.ts";
import { createManualTime, type ManualTime } from "../../support/manual-time.ts";
import { createPeople, PLACES } from "../../support/people.ts";
import { googleMapsAt, groundOf } from "../../support/remote-maps.ts";
import { waitFor } from "../../support/wait-for.ts";

const ROUTE = { origin: PLACES.pharmacy, destination: PLACES.home, vehicleType: "car" } as const;
const DAY_MS = 86_400_000;

const ground = groundOf("map_budget");

/** A budget as one process has it, on a database that others have too, and what it has logged. */
function aBudget(time: ManualTime, perDay: Partial<typeof DEFAULT_MAP_BUDGET>) {
  const logged: { kind: string; msg: string; level: number }[] = [];
  const logger = createLogger("info", { write: line => void logged.push(JSON.parse(line)) });
  const book = createMapBudgetRepo(ground.database.db);
  const budget = createBudget({ book, perDay: { ...DEFAULT_MAP_BUDGET, ...perDay }, ...time, logger });
  return { ...budget, logged };
}

describe("a day's budget", () => {
  test("is one for all processes: at the same time they spend it, and no unit more", async () => {
    const time = createManualTime();
    const processes = [1, 2, 3, 4].map(() => aBudget(time, { route: 100 }));
    const attempts = processes.flatMap(({ spend }) => Array.from({ length: 50 }, () => spend("route", 1)));
    const spent = (await Promise.all(attempts)).filter(refund => refund !== null);
    expect(spent).toHaveLength(100);
    expect((await processes[0]?.used())?.route).toBe(1);
  });

  test("sets off one alarm at 80 %, of whichever process passes it, and each says once that it has stopped", async () => {
    const time = createManualTime();
    const [one, other] = [aBudget(time, { route: 10 }), aBudget(time, { route: 10 })];
    for (let call = 0; call < 7; call++) await (call % 2 ? one : other).spend("route", 1);
    expect([...one.logged, ...other.logged]).toEqual([]);
    await one.spend("route", 1);
    await other.spend("route", 1);
    await one.spend("route", 1);
    expect([...one.logged, ...other.logged]).toMatchObject([
      { kind: "route", spent: 8, perDay: 10, level: 40 },
    ]);
    for (let call = 0; call < 3; call++) {
      expect(await one.spend("route", 1)).toBeNull();
      expect(await other.spend("route", 1)).toBeNull();
    }
    for (const { logged } of [one, other])
      expect(logged.filter(({ msg }) => msg.includes("until midnight UTC"))).toHaveLength(1);
  });

  test("is not stretched for a matrix that is larger than what is left, and lasts for a smaller one", async () => {
    const budget = aBudget(createManualTime(), { matrix: 100 });
    expect(await budget.spend("matrix", 101)).toBeNull();
    expect(await budget.spend("matrix", 60)).not.toBeNull();
    expect(await budget.spend("matrix", 41)).toBeNull();
    expect(await budget.spend("matrix", 40)).not.toBeNull();
  });

  test("gets back what a call that was turned away did not cost", async () => {
    const budget = aBudget(createManualTime(), { route: 1 });
    const refund = await budget.spend("route", 1);
    expect(await budget.spend("route", 1)).toBeNull();
    await refund?.();
    expect(await budget.spend("route", 1)).not.toBeNull();
  });

  test("begins anew at midnight UTC; a refund goes to the day that it was spent on", async () => {
    const time = createManualTime("2026-11-23T23:59:59.000Z");
    const budget = aBudget(time, { route: 1 });
    const refund = await budget.spend("route", 1);
    time.advance(1_000);
    expect(await budget.spend("route", 1)).not.toBeNull();
    await refund?.();
    expect(await budget.spend("route", 1)).toBeNull();
  });

  test("of none allows none", async () => {
    const budget = aBudget(createManualTime(), { tile: 0 });
    expect(await budget.spend("tile", 1)).toBeNull();
    expect((await budget.used()).tile).toBe(1);
  });
});

test("two processes that share a database ask Google no more than the budget, and then the embedded map", async () => {
  const time = createManualTime();
  await using google = startGoogleServer({ now: time.clock.now });
  const processes = [1, 2].map(() => googleMapsAt(google, ground, { time, budget: { route: 5 } }));
  const sources: string[] = [];
  for (let question = 0; question < 10; question++)
    for (const { maps } of processes) sources.push((await maps.route(ROUTE)).source);
  expect(google.asked("route")).toBe(5);
  expect(sources.filter(source => source === "google")).toHaveLength(5);
  expect(processes[0]?.counted("fellBack")).toHaveProperty(["route over_budget"]);
  time.advance(DAY_MS);
  expect((await processes[0]?.maps.route(ROUTE))?.source).toBe("google");
});

test("what orders cost is told as the mean of those that had a call within a day", async () => {
  const time = createManualTime();
  const repo = createMapCallsRepo(ground.database.db);
  const bills = createMapBills({ repo, ...time, logger: createLogger("silent") });
  const [old, cheap, dear] = ["old", "cheap", "dear"].map(id => id as OrderId);
  if (!old || !cheap || !dear) throw new Error("no orders");
  bills.billTo(old)("route", 100);
  await waitFor("the old bill", async () => (await bills.ofOrder(old)).route);
  time.advance(2 * DAY_MS);
  bills.billTo(cheap)("route", 1);
  const bill = bills.open();
  for (const [kind, units] of [
    ["geocode", 1],
    ["route", 1],
    ["route", 1],
    ["matrix", 4],
  ] as const)
    bill.onBilled(kind, units);
  bill.chargeTo(dear);
  await waitFor("both bills", async () => (await bills.meanOfLastDay()) === 4);
  expect(await bills.ofOrder(dear)).toEqual({ geocode: 1, route: 2, matrix: 4 });
});

test("what an order has cost in map calls is on its bill: to price it, and to price it anew", async () => {
  const time = createManualTime();
  await using google = startGoogleServer({ now: time.clock.now });
  const { maps } = googleMapsAt(google, ground, { time });
  await using app = await createTestApp("map_bills", { maps });
  const people = createPeople(app);
  const vendor = await people.aVendor();
  const customer = await people.aUser();
  const order = await people.anOrder(customer, vendor.vendorId);
  const billOf = async () =>
    (await app.db.collection("mapCalls").findOne({ _id: order.id as never }))?.billed;
  expect(await waitFor("the bill", billOf)).toEqual({ route: 1 });

  await customer.api.orders.update({ orderId: order.id, delivery: PLACES.office });
  await waitFor("the second route on the bill", async () => (await billOf())?.route === 2);
  expect(google.requests.every(({ body }) => body.routingPreference === "TRAFFIC_UNAWARE")).toBe(true);
});
