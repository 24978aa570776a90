import { expect, test } from "bun:test";
import fc from "fast-check";
import {
  type Fix,
  judgeReport,
  type NewFix,
  type TrackedDriver,
} from "../../../src/server/features/locations/judging.ts";
import type {
  LocationEventDoc,
  LocationsRepo,
} from "../../../src/server/features/locations/locations.repo.ts";
import { judge, type Track } from "../../../src/server/features/locations/plausibility.ts";
import { toGeoJson } from "../../../src/shared/geo.ts";
import { driverIdOf } from "../../support/positions.ts";

const DRIVER = driverIdOf(1);
const START = Date.parse("2026-11-23T08:00:00.000Z");

/** A fix at a tenth of a second, driven on at 5 m/s, or a glimpse from seven kilometres away. */
const fixAt = (tenth: number, isGlimpse = false): NewFix => ({
  _id: String(tenth),
  driverId: DRIVER,
  orderId: null,
  location: toGeoJson({ latitude: 60.17, longitude: 24.5 + (tenth / 2 + (isGlimpse ? 7_000 : 0)) / 55_400 }),
  speed: null,
  heading: null,
  accuracy: 5,
  timestamp: new Date(START + tenth * 100),
  createdAt: new Date(START),
});

const byTime = (a: NewFix, b: NewFix) => a.timestamp.getTime() - b.timestamp.getTime();

/** What fixes come to that arrive once each, in order. */
function inOrder(fixes: readonly NewFix[]) {
  let track: Track<Fix> = { believed: null, doubt: null };
  const stored = fixes.toSorted(byTime).map((fix): LocationEventDoc => {
    const verdict = judge<Fix>(track, fix, "bike");
    track = verdict.track;
    return { ...fix, quality: verdict.quality };
  });
  return { stored, track };
}

/** The stored fixes of a driver, and how many of them were read. */
function storeOf(stored: readonly LocationEventDoc[]) {
  const counted = { read: 0 };
  const repo: Pick<LocationsRepo, "believedBefore" | "after"> = {
    believedBefore: async (_, before) =>
      stored.findLast(({ timestamp, quality }) => timestamp < before && quality === "good") ?? null,
    async *after(_, instant) {
      for (const fix of stored) {
        if (instant && fix.timestamp <= instant) continue;
        counted.read += 1;
        yield fix;
      }
    },
  };
  return { repo: repo as LocationsRepo, counted };
}

/** The report, and what is stored after it. */
async function report(before: readonly NewFix[], reported: readonly NewFix[]) {
  const { stored, track } = inOrder(before);
  const { repo, counted } = storeOf(stored);
  const driver: TrackedDriver = {
    driverId: DRIVER,
    vehicleType: "bike",
    version: "1",
    until: stored.at(-1)?.timestamp ?? null,
    ...track,
  };
  const judged = await judgeReport(repo, driver, reported, false);
  const changed = new Map(judged.changes.map(({ _id, quality }) => [_id, quality]));
  const after = [...stored, ...judged.fresh]
    .map(fix => ({ ...fix, quality: changed.get(fix._id) ?? fix.quality }))
    .toSorted(byTime);
  return { after, counted, newest: judged.newest, believed: (judged.track ?? track).believed };
}

/** A late fix, or with `isRun` three of them that are far enough apart to be believed against what is known. */
const late = fc.record({ tenth: fc.nat({ max: 910 }), isGlimpse: fc.boolean(), isRun: fc.boolean() });
const plan = fc.record({
  glimpses: fc.array(fc.nat({ max: 899 }), { maxLength: 30 }),
  late: fc.array(late, { minLength: 1, maxLength: 8 }),
});

test("late fixes all over a long drive come to what they would have come to in time", async () => {
  await fc.assert(
    fc.asyncProperty(plan, async ({ glimpses, late }) => {
      const lately = new Map(
        late.flatMap(({ tenth, isGlimpse, isRun }) =>
          (isRun ? [0, 55, 110] : [0]).map(after => [tenth + after, isGlimpse] as const),
        ),
      );
      const tenths = Array.from({ length: 900 }, (_, tenth) => tenth).filter(tenth => !lately.has(tenth));
      const before = tenths.map(tenth => fixAt(tenth, glimpses.includes(tenth)));
      const reported = [...lately].map(([tenth, isGlimpse]) => fixAt(tenth, isGlimpse));
      const { after, believed, newest } = await report(before, reported);
      const model = inOrder([...before, ...reported]);
      expect(after.map(({ _id, quality }) => [_id, quality])).toEqual(
        model.stored.map(({ _id, quality }) => [_id, quality]),
      );
      expect(believed?.timestamp).toEqual(model.track.believed?.timestamp);
      const last = reported.toSorted(byTime).at(-1);
      expect(model.stored.find(({ _id }) => _id === last?._id)?.quality).toBe(newest);
    }),
    { numRuns: 300 },
  );
}, 30_000);

test("who tells of this morning and of now has not the whole day read", async () => {
  const day = Array.from({ length: 28_800 }, (_, second) => fixAt(second * 10));
  const { counted, newest } = await report(day, [fixAt(15), fixAt(288_005)]);
  expect(newest).toBe("good");
  expect(counted.read).toBeLessThan(200);
}, 20_000);

test("what another process has stored by halves is left to it: a report changes nothing that was before it", async () => {
  // Far away, and believed there by the first two, which cannot be read yet.
  const elsewhere = [200, 300, 400].map(tenth => fixAt(tenth, true));
  const whole = inOrder([fixAt(0), fixAt(50), fixAt(90, true), fixAt(150, true), ...elsewhere]).stored;
  expect(whole.map(({ quality }) => quality)).toEqual([
    "good",
    "good",
    "implausible",
    "implausible",
    "good",
    "good",
    "good",
  ]);
  const { repo } = storeOf(whole.filter(({ _id }) => _id !== "90" && _id !== "150"));
  const before = whole.find(({ _id }) => _id === "50") ?? null;
  const driver: TrackedDriver = {
    driverId: DRIVER,
    vehicleType: "bike",
    version: "1",
    until: fixAt(500).timestamp,
    believed: before,
    doubt: null,
  };
  const judged = await judgeReport(
    { ...repo, believedBefore: async () => before },
    driver,
    [fixAt(450, true)],
    false,
  );
  expect(judged.changes).toEqual([]);
});

test("who was overtaken judges what he has stored by less than is known now anew, from his first fix on", async () => {
  const own = { ...fixAt(50, true), quality: "good" } as const;
  const { repo } = storeOf([{ ...fixAt(0), quality: "good" }, own]);
  const driver: TrackedDriver = {
    driverId: DRIVER,
    vehicleType: "bike",
    version: "2",
    until: fixAt(0).timestamp,
    believed: fixAt(0),
    doubt: null,
  };
  const judged = await judgeReport(repo, driver, [fixAt(50, true)], true);
  expect(judged.changes).toEqual([{ _id: "50", quality: "implausible" }]);
});
