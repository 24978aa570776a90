import { beforeAll, describe, expect, test } from "bun:test";
import { createEtaCity, type EtaCity } from "../../support/eta-drives.ts";

let city: EtaCity;
let learnedFrom: number;
let settled: EtaCity["entries"];

beforeAll(async () => {
  city = createEtaCity("coverage");
  await city.deliveries(500, "before");
  learnedFrom = city.entries.length;
  await city.deliveries(500, "after");
  settled = city.entries.slice(learnedFrom).filter(({ outcomeAt }) => outcomeAt !== null);
}, 60_000);

const isCovered = ({ outcomeAt, p10, p90 }: EtaCity["entries"][number]) =>
  outcomeAt !== null && p10 <= outcomeAt && outcomeAt <= p90;
const coverage = (entries: EtaCity["entries"]) => entries.filter(isCovered).length / entries.length;

describe("the range that is shown, once there is experience", () => {
  test("covers 75 to 85 % of what happens", () => {
    expect(settled.length).toBeGreaterThan(10_000);
    expect(coverage(settled)).toBeWithin(0.75, 0.85);
  });

  test("and so for the next stop, for later ones and for pickups", () => {
    for (const [, entries] of Map.groupBy(settled, ({ kind }) => kind)) {
      expect(entries.length).toBeGreaterThan(500);
      expect(coverage(entries)).toBeWithin(0.75, 0.85);
    }
  });

  test("is earlier and later than it by turns: about as often on either side", () => {
    const early =
      settled.filter(({ outcomeAt, p10 }) => outcomeAt && outcomeAt < p10).length / settled.length;
    expect(early).toBeWithin(0.06, 0.14);
  });
});

test("of an order it is told at most every 15 s, and only what has moved by a minute or says something else", () => {
  const byOrder = Map.groupBy(city.told, ({ post }) =>
    post.message.type === "eta_update" ? post.message.orderId : "other",
  );
  expect(byOrder.has("other")).toBe(false);
  const of = (told: EtaCity["told"][number] | undefined) =>
    told?.post.message.type === "eta_update" && told.post.message.eta?.state !== "stale"
      ? told.post.message.eta
      : null;
  for (const told of byOrder.values())
    for (const [index, next] of told.entries()) {
      const last = told[index - 1];
      if (!last) continue;
      expect(next.at - last.at).toBeGreaterThanOrEqual(15_000);
      const [before, now] = [of(last), of(next)];
      const moved = (a?: string, b?: string) => Math.abs(Date.parse(a ?? "") - Date.parse(b ?? "")) >= 60_000;
      const isNews =
        before?.state !== now?.state ||
        before?.nextStop !== now?.nextStop ||
        before?.stopsBefore !== now?.stopsBefore ||
        (before?.pickup === null) !== (now?.pickup === null) ||
        moved(before?.earliest, now?.earliest) ||
        moved(before?.latest, now?.latest) ||
        moved(before?.pickup?.earliest, now?.pickup?.earliest) ||
        moved(before?.pickup?.latest, now?.pickup?.latest);
      expect(isNews).toBe(true);
    }
});

test("every parcel was said to be arriving before it was handed over, and then nothing else", () => {
  const arrivals = Map.groupBy(
    city.shown.filter(({ eta }) => eta.state === "arriving" && eta.nextStop === "delivery"),
    ({ orderId }) => orderId,
  );
  const parcels = new Set(city.shown.map(({ orderId }) => orderId));
  expect(arrivals.size / parcels.size).toBeGreaterThan(0.99);
  const byOrder = Map.groupBy(city.shown, ({ orderId }) => orderId);
  const last = new Map(city.shown.map(({ orderId, eta }) => [orderId, eta]));
  for (const [orderId, [first]] of arrivals) {
    expect(last.get(orderId)?.state).toBe("arriving");
    const later = (byOrder.get(orderId) ?? []).filter(({ at }) => at > (first?.at ?? 0));
    expect(later.filter(({ eta }) => eta.state !== "arriving")).toEqual([]);
  }
});
