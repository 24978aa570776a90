import { describe, expect, test } from "bun:test";
import { createChance } from "../../../src/server/features/demo/chance.ts";
import { createEtaCity, ORDINARY, place } from "../../support/eta-drives.ts";

/** Half an hour of a car: five kilometres to the pharmacy, five and a half to the door. */
const FAR = { start: place(-2_500, -2_000), pickup: place(0, 300), doors: [place(3_200, 2_600)] };

const mean = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

describe("a delivery of half an hour with a position every 5 s asks a paid map at most six times", () => {
  test("on ordinary drives: once for each leg, and now and then for the traffic", async () => {
    const city = createEtaCity("paid questions");
    const trips = [];
    for (let seed = 0; seed < 30; seed++) {
      trips.push(await city.run(createChance(`ordinary ${seed}`), FAR));
    }
    const counts = trips.map(({ questions }) => questions.length);
    expect(mean(trips.map(({ minutes }) => minutes))).toBeWithin(28, 36);
    expect(mean(trips.map(({ fixes }) => fixes))).toBeGreaterThan(330);
    expect(Math.min(...counts)).toBe(2);
    expect(Math.max(...counts)).toBeLessThanOrEqual(6);
    expect(mean(counts)).toBeLessThan(4);
  });

  test("with a detour off the way, of which it asks anew once it is sure", async () => {
    const city = createEtaCity("detours");
    for (let seed = 0; seed < 30; seed++) {
      const trip = await city.run(createChance(`detour ${seed}`), { ...FAR, detourTo: place(-700, 1_500) });
      expect(trip.questions.length).toBeGreaterThanOrEqual(3);
      expect(trip.questions.length).toBeLessThanOrEqual(6);
    }
  });

  test("and with the wildest driver too", async () => {
    const wild = { ...ORDINARY, legSpeed: 0.6, momentSpeed: 0.8, dwell: 0.9, rushHour: 0.3 };
    const city = createEtaCity("wild", wild);
    for (let seed = 0; seed < 20; seed++) {
      const trip = await city.run(createChance(`wild ${seed}`), {
        ...FAR,
        detourTo: place(1_900, -900),
        hour: 7,
      });
      for (const { at } of trip.questions) {
        const inHalfAnHour = trip.questions.filter(other => other.at >= at && other.at < at + 30 * 60_000);
        expect(inHalfAnHour.length).toBeLessThanOrEqual(6);
      }
    }
  });
});

test("legs that come later are not asked about again while the stops stay the same", async () => {
  const city = createEtaCity("later legs");
  const doors = [place(1_500, 900), place(2_400, -600), place(-900, -1_800)];
  const trip = await city.run(createChance("three parcels"), { ...FAR, doors });
  const ends = trip.questions.map(({ origin, destination }) => JSON.stringify([origin, destination]));
  expect(new Set(ends).size).toBe(ends.length);
  // To the pharmacy, and from stop to stop.
  expect(trip.questions.length).toBeGreaterThanOrEqual(1 + doors.length);
  expect(trip.questions.length).toBeLessThanOrEqual(1 + doors.length + 4);
});
