import { describe, expect, test } from "bun:test";
import {
  type Circumstances,
  type LegEvent,
  type LegState,
  NO_LEG,
  nextLeg,
  type Sighting,
} from "../../../../src/client/features/way/leg-state.ts";
import type { WayLeg } from "../../../../src/client/features/way/legs.ts";
import type { Point } from "../../../../src/shared/geo.ts";
import type { RouteResult } from "../../../../src/shared/maps/maps.schema.ts";
import { encodePolyline } from "../../../../src/shared/maps/polyline.ts";

/** Metres east and north of the pharmacy. */
const at = (east: number, north = 0): Point => ({
  latitude: 60.17 + north / 111_195,
  longitude: 24.94 + east / 55_320,
});
const seen = (east: number, north = 0): Sighting => ({ ...at(east, north), accuracy: 5 });

const parcel: WayLeg = { id: "parcel:1", origin: at(0), destination: at(1_000), isUnderway: true };
const toPickup: WayLeg = { id: "to_pickup:1", origin: null, destination: at(0), isUnderway: true };
const answer = (points: Point[], approximate = false): RouteResult => ({
  polyline: encodePolyline(points),
  distanceKm: 1,
  durationMinutes: 4,
  approximate,
  source: "embedded",
});
const street = answer([at(0), at(1_000)]);

/** What happens to one leg, told step by step. */
function story(circumstances: Partial<Circumstances> = {}) {
  let now: Circumstances = {
    leg: parcel,
    vehicleType: "bike",
    sighting: null,
    isBilled: false,
    ...circumstances,
  };
  let state: LegState = NO_LEG;
  const tell = (event: LegEvent) => {
    state = nextLeg(state, event);
  };
  const question = () => {
    if (!state.question) throw new Error("Nothing is asked");
    return state.question;
  };
  const told = {
    state: () => state,
    see(...sightings: Sighting[]) {
      for (const sighting of sightings) told.become({ sighting });
    },
    become(change: Partial<Circumstances>) {
      now = { ...now, ...change };
      tell({ type: "seen", now });
    },
    answer: (route: RouteResult) => tell({ type: "answered", question: question(), route }),
    fail: () => tell({ type: "failed", question: question() }),
    wait: () => tell({ type: "due" }),
    tell,
  };
  told.become({});
  return told;
}

const doneMeters = ({ progress }: LegState) => Math.round(progress.meters);

describe("the way of a leg", () => {
  test("is asked for once, from pickup to door, and what is done of it grows as the driver comes on", () => {
    const way = story();
    expect(way.state().question).toEqual({ origin: at(0), destination: at(1_000), vehicleType: "bike" });
    way.answer(street);
    expect(doneMeters(way.state())).toBe(0);
    way.see(seen(200, 5), seen(400, -5));
    expect(doneMeters(way.state())).toBe(400);
    // Jitter does not take anything away.
    way.see(seen(390));
    expect(doneMeters(way.state())).toBe(400);
    expect(way.state().question).toBeNull();
  });

  test("begins where the driver is when nobody knows whence he comes, and not before he is known", () => {
    const way = story({ leg: toPickup });
    expect(way.state().question).toBeNull();
    way.see(seen(-800));
    expect(way.state().question?.origin).toEqual(at(-800));
    way.see(seen(-700));
    expect(way.state().question?.origin).toEqual(at(-800));
  });

  test("shows at once how far he is when the answer comes late", () => {
    const way = story();
    way.see(seen(300));
    way.answer(street);
    expect(doneMeters(way.state())).toBe(300);
  });

  test("of which nothing is done by a driver who is not on it", () => {
    const way = story({ leg: { ...parcel, isUnderway: false } });
    way.answer(street);
    way.see(seen(300), seen(300, 500), seen(300, 500), seen(300, 500));
    expect(doneMeters(way.state())).toBe(0);
    expect(way.state().question).toBeNull();
  });

  test("is not left by one look that is taken three times", () => {
    const way = story();
    way.answer(street);
    const aside = seen(400, 300);
    way.see(aside, aside, aside, aside);
    expect(way.state().question).toBeNull();
  });

  test("of another leg is neither shown nor waited for", () => {
    const way = story();
    const late = way.state().question;
    way.become({ leg: { ...parcel, id: "parcel:2", destination: at(0, 900) } });
    expect(way.state().question?.destination).toEqual(at(0, 900));
    if (late) way.tell({ type: "answered", question: late, route: street });
    expect(way.state().way).toBeNull();
    way.become({ leg: null });
    expect(way.state()).toMatchObject({ question: null, way: null });
  });
});

describe("a map that does not answer", () => {
  test("is asked again when some time has passed, and not at each position", () => {
    const way = story();
    const first = way.state().question;
    way.fail();
    way.see(seen(10), seen(20));
    expect(way.state().question).toBe(first);
    way.wait();
    expect(way.state().question).toEqual(first);
    expect(way.state().question).not.toBe(first);
    expect(way.state().hasFailed).toBe(false);
  });

  test("about a new way leaves the old one, and is asked again from where he is by then", () => {
    const way = story();
    way.answer(street);
    way.see(seen(400), seen(500, 200), seen(500, 250), seen(500, 300));
    way.fail();
    expect(way.state().way?.line.points).toHaveLength(2);
    way.see(seen(500, 400));
    way.wait();
    expect(way.state().question?.origin).toEqual(at(500, 400));
  });

  test("is not asked again for a way that he has come back to", () => {
    const way = story();
    way.answer(street);
    way.see(seen(400), seen(500, 200), seen(500, 250), seen(500, 300));
    way.fail();
    way.see(seen(600), seen(650), seen(700));
    way.wait();
    expect(way.state().question).toBeNull();
    expect(doneMeters(way.state())).toBe(700);
  });

  test("whose answer comes after it was given up changes nothing", () => {
    const way = story();
    const first = way.state().question;
    way.fail();
    way.wait();
    if (first) way.tell({ type: "failed", question: first });
    expect(way.state().hasFailed).toBe(false);
  });
});

describe("a driver who has left his way", () => {
  test("is asked for anew after three positions beside it, from where he is, and what he has done there counts", () => {
    const way = story();
    way.answer(street);
    way.see(seen(400), seen(500, 200), seen(500, 250));
    expect(way.state().question).toBeNull();
    way.see(seen(500, 300));
    expect(way.state().question?.origin).toEqual(at(500, 300));
    way.answer(answer([at(500, 300), at(1_000)]));
    expect(doneMeters(way.state())).toBe(0);
    way.see(seen(750, 150));
    expect(doneMeters(way.state())).toBeGreaterThan(250);
  });

  test("is not asked for over and over where the streets do not lead to him", () => {
    const way = story();
    way.answer(street);
    way.see(seen(500, 200), seen(500, 250), seen(500, 300));
    // The next street is far from where he is.
    way.answer(answer([at(500, 100), at(1_000)]));
    way.see(seen(500, 302), seen(500, 304), seen(500, 306), seen(500, 308));
    expect(way.state().question).toBeNull();
    way.see(seen(500, 405));
    expect(way.state().question?.origin).toEqual(at(500, 405));
  });
});

describe("a way that is only a guess", () => {
  test("is asked for anew when he is 100 m on, and nothing of it is done", () => {
    const way = story();
    way.answer(answer([at(0), at(1_000)], true));
    way.see(seen(60), seen(95));
    expect(way.state().question).toBeNull();
    expect(doneMeters(way.state())).toBe(0);
    way.see(seen(105));
    expect(way.state().question?.origin).toEqual(at(105));
  });

  test.each(["_", "\u0000", "~~~~~~~~~~~~"])("as is a line that cannot be read: %j", polyline => {
    const way = story();
    way.answer({ ...street, polyline });
    expect(way.state().way).toMatchObject({ line: { points: [] }, isApproximate: true });
    way.see(seen(60));
    expect(way.state().question).toBeNull();
    way.see(seen(120));
    way.answer(street);
    expect(doneMeters(way.state())).toBe(120);
  });
});

describe("where each question is paid for", () => {
  test("only what all who look ask alike is asked: from pickup to door, not from where somebody is", () => {
    const way = story({ isBilled: true });
    expect(way.state().question).not.toBeNull();
    way.become({ leg: toPickup, sighting: seen(-800) });
    expect(way.state().question).toBeNull();
  });

  test("nothing is asked anew: not for one who has left his way, and not for a guess", () => {
    const left = story({ isBilled: true });
    left.answer(street);
    left.see(seen(500, 200), seen(500, 250), seen(500, 300), seen(500, 400));
    expect(left.state().progress.isOff).toBe(true);
    expect(left.state().question).toBeNull();
    const guessed = story({ isBilled: true });
    guessed.answer(answer([at(0), at(1_000)], true));
    guessed.see(seen(500));
    expect(guessed.state().question).toBeNull();
  });

  test("what was not answered is asked again: nobody has paid for it", () => {
    const way = story({ isBilled: true });
    way.fail();
    way.wait();
    expect(way.state().question?.origin).toEqual(at(0));
  });
});
