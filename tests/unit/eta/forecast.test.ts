import { describe, expect, test } from "bun:test";
import { forecastsOf, type Leg, type Stop } from "../../../src/server/features/eta/forecast.ts";
import type { StopKind } from "../../../src/shared/orders/remaining-stops.ts";

const PLACE = {
  pharmacy: { latitude: 60.1689, longitude: 24.9408 },
  home: { latitude: 60.1689, longitude: 24.9459 },
  office: { latitude: 60.1693, longitude: 24.9494 },
};
const stop = (order: string, kind: StopKind, place: keyof typeof PLACE): Stop<string> => ({
  order,
  kind,
  point: PLACE[place],
});
const leg = (minutes: number, approximate = false): Leg => ({
  seconds: minutes * 60,
  meters: minutes * 300,
  approximate,
});
const minutes = (seconds: number | undefined) => (seconds ?? Number.NaN) / 60;

describe("forecasts", () => {
  test("of a parcel that is not fetched yet take both legs, the counter and the door", () => {
    const stops = [stop("a", "pickup", "pharmacy"), stop("a", "delivery", "home")];
    const [a] = forecastsOf(stops, [leg(10), leg(7)], null);
    expect(a).toMatchObject({ nextStop: "pickup", stopsBefore: 0, isAtNext: false });
    expect(a?.pickup).toMatchObject({ kind: "pickup", drivingSeconds: 600, meters: 3_000 });
    expect(minutes(a?.pickup?.waitingSeconds)).toBe(5);
    expect(a?.delivery).toMatchObject({ kind: "later_delivery", drivingSeconds: 1_020, meters: 5_100 });
    expect(minutes(a?.delivery.waitingSeconds)).toBe(8);
  });

  test("of later stops carry all legs and all standing before them, and say how many others come first", () => {
    const stops = [
      stop("a", "delivery", "home"),
      stop("b", "pickup", "pharmacy"),
      stop("b", "delivery", "office"),
    ];
    const [a, b] = forecastsOf(stops, [leg(4), leg(5, true), leg(6)], null);
    expect(a).toMatchObject({
      stopsBefore: 0,
      pickup: null,
      delivery: { kind: "delivery", approximate: false },
    });
    expect(b).toMatchObject({ stopsBefore: 1, nextStop: "pickup", pickup: { kind: "later_pickup" } });
    expect(minutes(b?.delivery.drivingSeconds)).toBe(15);
    expect(minutes(b?.delivery.waitingSeconds)).toBe(3 + 5 + 3);
    expect(b?.delivery.approximate).toBe(true);
  });

  test("of parcels at one counter park once", () => {
    const stops = [
      stop("a", "pickup", "pharmacy"),
      stop("b", "pickup", "pharmacy"),
      stop("a", "delivery", "home"),
      stop("b", "delivery", "office"),
    ];
    const none = leg(0);
    const [a, b] = forecastsOf(stops, [leg(2), none, leg(3), leg(4)], null);
    expect(minutes(a?.delivery.waitingSeconds)).toBe(5 + 1 + 3);
    expect([a?.stopsBefore, b?.stopsBefore]).toEqual([0, 1]);
    expect(b?.pickup?.kind).toBe("pickup");
  });

  test("of who stands at the counter already count what is left of it, and never nothing", () => {
    const stops = [stop("a", "pickup", "pharmacy"), stop("a", "delivery", "home")];
    const waiting = (stood: number) =>
      minutes(forecastsOf(stops, [leg(0), leg(7)], stood * 60)[0]?.pickup?.waitingSeconds);
    expect([waiting(0), waiting(2), waiting(30)]).toEqual([5, 3, 1.25]);
    expect(forecastsOf(stops, [leg(0), leg(7)], 60)[0]).toMatchObject({ isAtNext: true });
  });

  test("end where the map does: who lies beyond has none", () => {
    const stops = [stop("a", "delivery", "home"), stop("b", "delivery", "office")];
    expect(forecastsOf(stops, [leg(4)], null).map(({ order }) => order)).toEqual(["a"]);
    const unfetched = [stop("a", "pickup", "pharmacy"), stop("a", "delivery", "home")];
    expect(forecastsOf(unfetched, [leg(4)], null)).toEqual([]);
  });
});
