import { describe, expect, test } from "bun:test";
import { arrivalOf, spoken, titleOf } from "../../../../src/client/features/track/arrival.ts";
import { tokenOf } from "../../../../src/client/features/track/tracking-link.ts";
import { afterMessage, NOTHING_YET } from "../../../../src/client/features/track/tracking-state.ts";
import { clockTime } from "../../../../src/client/ui/time-format.ts";
import type { Eta, LiveEta } from "../../../../src/shared/orders/order.schema.ts";
import type { TrackingView } from "../../../../src/shared/tracking/tracking.schema.ts";

const eta = (from: string, to: string, over: Partial<LiveEta> = {}): LiveEta => ({
  state: "on_the_way",
  nextStop: "delivery",
  stopsBefore: 0,
  pickup: null,
  earliest: `2026-03-02T${from}:00.000Z`,
  latest: `2026-03-02T${to}:00.000Z`,
  approximate: true,
  computedAt: "2026-03-02T12:00:00.000Z",
  ...over,
});
const STALE: Eta = {
  state: "stale",
  reason: "driver_silent",
  since: "2026-03-02T11:56:00.000Z",
  computedAt: "2026-03-02T12:00:00.000Z",
};
const NOON = Date.parse("2026-03-02T12:00:00.000Z");
const SAID = eta("12:40", "12:48");

const view = (over: Partial<TrackingView> = {}): TrackingView => ({
  status: "out_for_delivery",
  orderNumber: "ORD-00000001",
  vendorName: "MedPharm",
  vendorPhone: null,
  driver: { firstName: "Ilmo", vehicleType: "bike" },
  deliveryStreet: "Unioninkatu",
  deliveryArea: null,
  eta: SAID,
  promisedAt: SAID.latest,
  position: null,
  positionMissing: null,
  thread: [],
  createdAt: "2026-03-02T11:00:00.000Z",
  deliveredAt: null,
  ...over,
});

describe("what the recipient is told", () => {
  test("a range, on time", () => {
    expect(arrivalOf(view(), NOON)).toMatchObject({ kind: "range", verdict: "On time", reason: null });
  });
  test("nothing is called on time that was never promised", () => {
    expect(arrivalOf(view({ promisedAt: null }), NOON)).toMatchObject({ verdict: null, isLate: false });
  });
  test("whoever opens the page late learns of the slip too", () => {
    const late = view({ eta: eta("12:50", "12:58") });
    const opened = afterMessage(NOTHING_YET, { type: "tracking", view: late });
    expect(opened.view && arrivalOf(opened.view, NOON)).toMatchObject({ isLate: true });
  });
  test("a slip of a minute or two is no news", () => {
    expect(arrivalOf(view({ eta: eta("12:42", "12:50") }), NOON)).toMatchObject({ isLate: false });
  });
  test("a slip is said, with what is known of its reason", () => {
    const late = { eta: eta("12:50", "12:58") };
    expect(arrivalOf(view(late), NOON)).toMatchObject({
      verdict: "A little later than first said",
      reason: "The way takes longer than expected.",
    });
    const unfetched = {
      status: "driver_assigned",
      eta: eta("12:50", "12:58", { nextStop: "pickup" }),
    } as const;
    expect(arrivalOf(view(unfetched), NOON)).toMatchObject({
      reason: "Ilmo has not picked it up at MedPharm yet.",
    });
    expect(arrivalOf(view({ eta: eta("12:50", "12:58", { stopsBefore: 2 }) }), NOON)).toMatchObject({
      reason: "Ilmo has 2 other stops before you.",
    });
    expect(arrivalOf(view({ eta: eta("13:20", "13:28") }), NOON)).toMatchObject({
      verdict: "Later than first said",
    });
  });
  test("a range that has passed is not shown as if it were to come", () => {
    const now = Date.parse("2026-03-02T12:55:00.000Z");
    expect(arrivalOf(view(), now)).toMatchObject({
      isLate: true,
      verdict: "It should have been there by now",
    });
  });
  test("what comes before is said while all is well, too", () => {
    expect(arrivalOf(view({ eta: eta("12:40", "12:48", { stopsBefore: 1 }) }), NOON)).toMatchObject({
      verdict: "On time",
      reason: "Ilmo has another stop before you.",
    });
    const atTheCounter = eta("12:40", "12:48", { nextStop: "pickup", state: "arriving" });
    expect(arrivalOf(view({ status: "driver_assigned", eta: atTheCounter }), NOON)).toMatchObject({
      kind: "range",
      reason: "Ilmo is at MedPharm to fetch it.",
    });
  });
  test("at the door a time says no more", () => {
    const arriving = arrivalOf(view({ eta: eta("12:40", "12:48", { state: "arriving" }) }), NOON);
    expect(arriving).toMatchObject({ kind: "words", title: "Arriving now" });
  });
  test("who is at the door after the time that was told is there, and late, in one sentence", () => {
    const late = view({ eta: eta("12:40", "12:48", { state: "arriving" }) });
    expect(arrivalOf(late, Date.parse("2026-03-02T12:52:00.000Z"))).toMatchObject({
      kind: "words",
      title: "Arriving now, 4 min late",
    });
  });
  test("what is read aloud changes with what goes on, not with each minute that somebody is late", () => {
    const late = view({ eta: eta("12:40", "12:48", { state: "arriving" }) });
    const aloud = [47, 49, 52, 59].map(minute => spoken(arrivalOf(late, NOON + minute * 60_000)));
    expect(aloud[0]).toBe("Arriving now. Ilmo is at the door, or all but there.");
    expect(new Set(aloud.slice(1)).size).toBe(1);
    expect(aloud[1]).not.toBe(aloud[0]);
  });
  test("of a silent phone the page says since when, and where the parcel is", () => {
    const silent = arrivalOf(view({ eta: STALE, positionMissing: "silent" }), NOON);
    const since = clockTime(STALE.since);
    expect(silent).toMatchObject({ kind: "words", title: "On its way" });
    expect(JSON.stringify(silent)).toContain(`has not reported since ${since}`);
    expect(JSON.stringify(silent)).toContain("still with Ilmo");
    const unfetched = arrivalOf(view({ eta: STALE, status: "driver_assigned" }), NOON);
    expect(JSON.stringify(unfetched)).toContain("MedPharm sees this too");
  });
  test("no time is made up for a phone that has told nothing yet", () => {
    const silent = arrivalOf(view({ eta: null, positionMissing: "silent" }), NOON);
    expect(silent).toMatchObject({ kind: "words", title: "On its way" });
    expect(JSON.stringify(silent)).toContain("has not reported");
  });
  test("before there is a driver it is being prepared", () => {
    expect(arrivalOf(view({ status: "accepted", eta: null }), NOON)).toMatchObject({
      title: "Being prepared",
    });
    expect(arrivalOf(view({ status: "pending", eta: null }), NOON)).toMatchObject({ title: "Ordered" });
  });
  test("the end is told as it was", () => {
    const at = "2026-03-02T12:44:00.000Z";
    expect(arrivalOf(view({ status: "delivered", eta: null, deliveredAt: at }), NOON)).toEqual({
      kind: "delivered",
      at,
    });
    expect(arrivalOf(view({ status: "cancelled", eta: null }), NOON)).toEqual({ kind: "cancelled" });
  });
});

test("the tab says what the page says, and of when it is once the page is cut off", () => {
  const range = `${clockTime(SAID.earliest)}–${clockTime(SAID.latest)}`;
  expect(titleOf(arrivalOf(view(), NOON), null, "MedPharm")).toBe(`${range} · MedPharm`);
  const atTheDoor = arrivalOf(view({ eta: eta("12:40", "12:48", { state: "arriving" }) }), NOON);
  const noon = clockTime(new Date(NOON).toISOString());
  expect(titleOf(atTheDoor, null, "MedPharm")).toBe("Arriving now · MedPharm");
  expect(titleOf(atTheDoor, NOON, "MedPharm")).toBe(`As of ${noon}: Arriving now · MedPharm`);
});

describe("messages of a tracking link", () => {
  const position = {
    latitude: 60.17,
    longitude: 24.94,
    timestamp: "2026-03-02T12:01:00.000Z",
    heading: null,
  };

  test("a new estimate does not move what was promised", () => {
    const first = afterMessage(NOTHING_YET, { type: "tracking", view: view() });
    const later = afterMessage(first, { type: "eta_update", eta: eta("12:50", "12:58") });
    expect(later.view?.promisedAt).toBe(SAID.latest);
    expect(later.view?.eta).toMatchObject({ latest: "2026-03-02T12:58:00.000Z" });
  });
  test("an estimate that waited for its turn does not replace one that was made after it", () => {
    const first = afterMessage(NOTHING_YET, { type: "tracking", view: view() });
    const before = eta("12:50", "12:58", { computedAt: "2026-03-02T11:59:50.000Z" });
    expect(afterMessage(first, { type: "eta_update", eta: before })).toBe(first);
    expect(afterMessage(first, { type: "eta_update", eta: STALE }).view?.eta).toBe(STALE);
  });
  test("a position brings the driver back from silence", () => {
    const silent = afterMessage(NOTHING_YET, { type: "tracking", view: view({ positionMissing: "silent" }) });
    const back = afterMessage(silent, { type: "driver_location", position });
    expect(back.view).toMatchObject({ position, positionMissing: null });
  });
  test("nothing is shown of a parcel whose view has not come", () => {
    expect(afterMessage(NOTHING_YET, { type: "driver_location", position })).toBe(NOTHING_YET);
  });
});

test("only a whole token is asked for", () => {
  const token = "Vt83nYnryj_ZsCWGLMqaIyAqlOho4nT7";
  expect(tokenOf(`/track/${token}`)).toBe(token as never);
  expect(tokenOf(`/track/${token}/`)).toBe(token as never);
  for (const path of ["/track/", "/track/short", `/track/${token}x`, `/track/${token}/more`]) {
    expect(tokenOf(path)).toBeNull();
  }
});
