import { beforeEach, expect, test } from "bun:test";
import { createTeller, type Teller } from "../../../src/server/features/eta/teller.ts";
import type { StoredEta } from "../../../src/server/features/orders/index.ts";
import { createLogger } from "../../../src/server/platform/logger/logger.ts";
import { OrderId, VendorId } from "../../../src/shared/ids.ts";
import { createManualTime, type ManualTime } from "../../support/manual-time.ts";

const ORDER = {
  _id: OrderId.parse("00000000-0000-7000-8000-000000000001"),
  vendorId: VendorId.parse("00000000-0000-7000-8000-000000000002"),
};
let time: ManualTime;
let tellers: Teller[];
let told: { latest: string | undefined; second: number; rooms: readonly string[] }[];
let begun: number;
/** What is kept of the order, for all processes. */
let kept: { eta: StoredEta | null; toldAt: Date | null };
/** When the database's answers arrive. */
let answers: Promise<void>;

beforeEach(() => {
  time = createManualTime();
  begun = time.clock.now().getTime();
  told = [];
  kept = { eta: null, toldAt: null };
  answers = Promise.resolve();
  tellers = [aTeller()];
});

const aTeller = () =>
  createTeller({
    ...time,
    logger: createLogger("silent"),
    liveBus: {
      listen: () => () => {},
      follow: () => () => {},
      publish(posts) {
        for (const { rooms, message } of posts)
          if (message.type === "eta_update" && message.eta && message.eta.state !== "stale")
            told.push({
              latest: message.eta.latest,
              second: (time.clock.now().getTime() - begun) / 1_000,
              rooms,
            });
      },
    },
    async takeTurn(_, lastToldAt, now) {
      if (kept.toldAt?.getTime() !== lastToldAt.getTime()) return null;
      kept.toldAt = now;
      const { eta } = kept;
      await answers;
      return eta;
    },
  });

const eta = (minute: number): StoredEta => ({
  state: "on_the_way",
  nextStop: "delivery",
  stopsBefore: 0,
  earliest: new Date(begun + minute * 60_000),
  latest: new Date(begun + (minute + 5) * 60_000),
  pickup: null,
  approximate: false,
  arrivedAt: null,
  computedAt: time.clock.now(),
  fixAt: time.clock.now(),
});
const latest = (minute: number) => new Date(begun + (minute + 5) * 60_000).toISOString();
const settled = () => Promise.all(tellers.map(teller => teller.settled()));

/** Second by second, for what a timer begins ends in its second. */
async function advanceTo(second: number): Promise<void> {
  while (time.clock.now().getTime() < begun + second * 1_000) {
    time.advance(1_000);
    await settled();
  }
}

/** A process keeps an estimate, and tells of it as it may. */
async function keepAt(second: number, minute: number, process = 0): Promise<void> {
  await advanceTo(second);
  const [teller, lastToldAt] = [tellers[process] as Teller, kept.toldAt];
  const turn = teller.turn();
  if (!lastToldAt || lastToldAt <= turn.lastToldBy) kept.toldAt = turn.now;
  kept.eta = eta(minute);
  teller.tell(ORDER, kept.eta, turn, lastToldAt);
}

test("the first is told at once to who follows the order and its business, the latest of the others after 15 s", async () => {
  await keepAt(0, 10);
  await keepAt(4, 12);
  await keepAt(9, 14);
  await advanceTo(15);
  await keepAt(100, 20);
  expect(told).toEqual([
    { latest: latest(10), second: 0, rooms: [`order_${ORDER._id}`, `vendor_${ORDER.vendorId}`] },
    { latest: latest(14), second: 15, rooms: expect.anything() },
    { latest: latest(20), second: 100, rooms: expect.anything() },
  ]);
});

test("what has come back to what was told is no news", async () => {
  await keepAt(0, 10);
  await keepAt(4, 12);
  await keepAt(9, 10);
  await advanceTo(60);
  expect(told.map(({ second }) => second)).toEqual([0]);
});

test("what was told of an order that goes another way since is no measure of what is news", async () => {
  await keepAt(0, 10);
  await keepAt(4, 12);
  tellers[0]?.forget(ORDER._id);
  await keepAt(9, 10);
  await advanceTo(15);
  expect(told.map(({ second }) => second)).toEqual([0, 15]);
});

test("of several processes that wait for the same turn one tells, what was kept last", async () => {
  tellers.push(aTeller(), aTeller());
  await keepAt(0, 10, 0);
  await keepAt(3, 12, 0);
  await keepAt(5, 14, 1);
  await keepAt(8, 16, 2);
  await advanceTo(15);
  expect(told.map(({ second, latest }) => [second, latest])).toEqual([
    [0, latest(10)],
    [15, latest(16)],
  ]);
  await keepAt(20, 18, 0);
  await advanceTo(31);
  expect(told.slice(2).map(({ second, latest }) => [second, latest])).toEqual([[30, latest(18)]]);
});

test("what is kept behind an estimate and heard of before it is told after it", async () => {
  await keepAt(0, 10);
  await keepAt(4, 12);
  const slow = Promise.withResolvers<void>();
  answers = slow.promise;
  time.advance(begun + 15_000 - time.clock.now().getTime());
  const lastToldAt = kept.toldAt;
  kept.eta = eta(20);
  tellers[0]?.tell(ORDER, kept.eta, (tellers[0] as Teller).turn(), lastToldAt);
  slow.resolve();
  await settled();
  await advanceTo(60);
  expect(told.map(({ second, latest }) => [second, latest])).toEqual([
    [0, latest(10)],
    [15, latest(12)],
    [30, latest(20)],
  ]);
});

test("however processes take turns, 15 s lie between two messages and the last estimate is told within 15 s", async () => {
  const processes = 3;
  tellers.push(aTeller(), aTeller());
  let [second, minute] = [0, 10];
  for (let step = 0; step < 300; step++) {
    // Steps of 0 to 12 s, by processes in no order: multiples of primes, so that every run is the same.
    second += ((step * 7) % 13) + (step % 20 === 0 ? 40 : 0);
    minute += 1 + ((step * 5) % 3);
    await keepAt(second, minute, (step * 11) % processes);
  }
  await advanceTo(second + 15);
  const gaps = told.slice(1).map((one, index) => one.second - (told[index]?.second ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(15);
  expect(told.length).toBeGreaterThan(second / 40);
  expect(told.at(-1)?.latest).toBe(latest(minute));
});

test("a process whose clock is an hour ahead makes nobody wait longer than 15 s", async () => {
  kept = { eta: eta(5), toldAt: new Date(begun + 3_600_000) };
  await keepAt(1, 10);
  await advanceTo(16);
  expect(told.map(({ second }) => second)).toEqual([16]);
});

test("nothing that waits is told of an order that is in nobody's hand any more, or by who has been disposed of", async () => {
  await keepAt(0, 10);
  await keepAt(4, 12);
  kept.eta = null;
  await advanceTo(60);
  expect(told.map(({ second }) => second)).toEqual([0]);
  await keepAt(70, 20);
  await keepAt(75, 30);
  await tellers[0]?.[Symbol.asyncDispose]();
  await advanceTo(140);
  expect(told.map(({ second }) => second)).toEqual([0, 70]);
});
