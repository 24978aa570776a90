import { beforeEach, expect, test } from "bun:test";
import { createTeller, type Teller } from "../../../src/server/features/eta/teller.ts";
import type { StoredEta } from "../../../src/server/features/orders/index.ts";
import { OrderId, VendorId } from "../../../src/shared/ids.ts";
import { createManualTime, type ManualTime } from "../../support/manual-time.ts";

const ORDER = {
  _id: OrderId.parse("00000000-0000-7000-8000-000000000001"),
  vendorId: VendorId.parse("00000000-0000-7000-8000-000000000002"),
};
let time: ManualTime;
let teller: Teller;
let told: { latest: string | undefined; second: number; rooms: readonly string[] }[];
let begun: number;

beforeEach(() => {
  time = createManualTime();
  begun = time.clock.now().getTime();
  told = [];
  teller = createTeller({
    ...time,
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
  });
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
const tellAt = (second: number, minute: number, lastToldAt: Date | null = null) => {
  time.advance(begun + second * 1_000 - time.clock.now().getTime());
  teller.tell(ORDER, eta(minute), lastToldAt);
};

test("the first is told at once to who follows the order and its business, the latest of the others after 15 s", () => {
  tellAt(0, 10);
  tellAt(4, 12);
  tellAt(9, 14);
  time.advance(60_000);
  tellAt(100, 20);
  expect(told).toEqual([
    { latest: latest(10), second: 0, rooms: [`order_${ORDER._id}`, `vendor_${ORDER.vendorId}`] },
    { latest: latest(14), second: 15, rooms: expect.anything() },
    { latest: latest(20), second: 100, rooms: expect.anything() },
  ]);
});

test("what has come back to what was told is no news", () => {
  tellAt(0, 10);
  tellAt(4, 12);
  tellAt(9, 10);
  time.advance(60_000);
  expect(told.map(({ second }) => second)).toEqual([0]);
});

test("what was told of an order that goes another way since is no measure of what is news", () => {
  tellAt(0, 10);
  tellAt(4, 12);
  teller.forget(ORDER._id);
  tellAt(9, 10);
  time.advance(60_000);
  expect(told.map(({ second }) => second)).toEqual([0, 15]);
});

test("what another process has told a moment ago counts too", () => {
  time.advance(60_000);
  tellAt(66, 10, new Date(begun + 60_000));
  expect(told).toEqual([]);
  time.advance(60_000);
  expect(told.map(({ second }) => second)).toEqual([75]);
});

test("nothing that waits is told of an order that is in nobody's hand any more, or by who has been disposed of", () => {
  tellAt(0, 10);
  tellAt(4, 12);
  teller.forget(ORDER._id);
  time.advance(60_000);
  tellAt(70, 20);
  tellAt(75, 30);
  teller[Symbol.dispose]();
  time.advance(60_000);
  expect(told.map(({ second }) => second)).toEqual([0, 70]);
});

test("of what a process told whose clock is ahead nobody waits longer than he would for one whose is not", () => {
  tellAt(0, 10, new Date(begun + 600_000));
  time.advance(15_000);
  expect(told).toMatchObject([{ latest: latest(10), second: 15 }]);
});
