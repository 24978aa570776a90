import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { DriverDoc } from "../../../src/server/features/drivers/drivers.doc.ts";
import { createDriversRepo } from "../../../src/server/features/drivers/index.ts";
import { createEventsRepo } from "../../../src/server/features/events/index.ts";
import { createLocationsRepo, createLocationsService } from "../../../src/server/features/locations/index.ts";
import type { LocationEventDoc } from "../../../src/server/features/locations/locations.repo.ts";
import { judge, type Sighting, type Track } from "../../../src/server/features/locations/plausibility.ts";
import type { Actor } from "../../../src/shared/auth/actor.ts";
import type { LocationPoint } from "../../../src/shared/drivers/driver.schema.ts";
import type { FixQuality } from "../../../src/shared/drivers/fix-quality.ts";
import { toGeoJson } from "../../../src/shared/geo.ts";
import { DriverId } from "../../../src/shared/ids.ts";
import { createTestApp, type TestApp } from "../../support/harness.ts";
import { type Courier, createPeople, PLACES } from "../../support/people.ts";
import { waitFor } from "../../support/wait-for.ts";

let app: TestApp;
let driver: Courier;
beforeAll(async () => {
  app = await createTestApp("judging");
  const people = createPeople(app);
  driver = await people.aDriver(await people.aVendor());
});
afterAll(() => app[Symbol.asyncDispose]());

const stored = () => app.db.collection<LocationEventDoc>("locationEvents");
const drivers = () => app.db.collection<DriverDoc>("drivers");
const START = Date.parse("2026-11-23T08:00:00.000Z");

/** A fix so many seconds after the start, so many metres east of the pharmacy. */
const fixAt = (second: number, meters: number, accuracy = 5): LocationPoint => ({
  latitude: PLACES.pharmacy.latitude,
  longitude: Number((PLACES.pharmacy.longitude + meters / 55_400).toFixed(6)),
  timestamp: new Date(START + second * 1_000).toISOString(),
  accuracy,
});

/** What fixes come to that arrive once each, in order: the model that the service has to equal. */
function modelOf(fixes: readonly LocationPoint[], vehicleType: DriverDoc["vehicleType"]) {
  const inOrder = fixes.toSorted((a, b) => a.timestamp.localeCompare(b.timestamp));
  let track: Track = { believed: null, doubt: null };
  const trail = inOrder.map(({ timestamp, accuracy = null, ...point }): [string, FixQuality] => {
    const sighting: Sighting = { location: toGeoJson(point), timestamp: new Date(timestamp), accuracy };
    const verdict = judge(track, sighting, vehicleType);
    track = verdict.track;
    return [timestamp, verdict.quality];
  });
  return { trail, believedAt: track.believed?.timestamp.toISOString() ?? null };
}

async function stateOf(driverId: DriverId) {
  const trail = await stored().find({ driverId }).sort({ timestamp: 1 }).toArray();
  const doc = await drivers().findOne({ _id: driverId });
  return {
    trail: trail.map(({ timestamp, quality }): [string, FixQuality] => [timestamp.toISOString(), quality]),
    believedAt: doc?.fix?.timestamp.toISOString() ?? null,
  };
}

describe("a marked fix", () => {
  test("is stored and shown in the trail, and moves neither position, distance nor those who watch", async () => {
    const { locations, drivers: fleet } = app.services;
    const { actor, driverId } = driver;
    const { vendorId } = await driver.api.drivers.me();
    const heard: unknown[] = [];
    using _listening = disposer(
      app.platform.liveBus.listen({ vendorId, room: `driver_${driverId}` }, news => heard.push(...news)),
    );
    const estimated: unknown[] = [];
    using _estimating = disposer(locations.onPositions(news => estimated.push(...news)));

    expect(await locations.report(actor, { points: [fixAt(0, 0), fixAt(10, 50)] })).toEqual({
      accepted: 2,
      quality: "good",
    });
    expect(await locations.report(actor, { points: [fixAt(20, 600)] })).toMatchObject({
      quality: "implausible",
    });
    expect(await locations.report(actor, { points: [fixAt(25, 60, 400)] })).toMatchObject({
      quality: "imprecise",
    });
    expect((await fleet.me(actor)).location?.timestamp).toBe(fixAt(10, 0).timestamp);
    expect([heard.length, estimated.length]).toEqual([1, 1]);
    await locations.report(actor, { points: [fixAt(30, 100)] });
    expect((await fleet.me(actor)).location?.timestamp).toBe(fixAt(30, 0).timestamp);
    expect([heard.length, estimated.length]).toEqual([2, 2]);

    const [from, to] = [fixAt(0, 0).timestamp, fixAt(60, 0).timestamp];
    const trail = await locations.trail(actor, { driverId, from, to, limit: 100 });
    expect(trail.map(({ quality }) => quality)).toEqual(["good", "good", "implausible", "imprecise", "good"]);
    expect(await locations.trailDistanceKm(driverId, new Date(from), new Date(to))).toBeCloseTo(0.1, 2);
  });

  test("is judged anew when what lay between arrives late", async () => {
    const { locations } = app.services;
    const { actor, driverId } = driver;
    // 600 m in 20 s are too fast for a bicycle; that it was half way there already is told later.
    await locations.report(actor, { points: [fixAt(1_000, 0), fixAt(1_020, 600)] });
    const at = (second: number) =>
      stored().findOne({ driverId, timestamp: new Date(START + second * 1_000) });
    expect((await at(1_020))?.quality).toBe("implausible");
    await locations.report(actor, { points: [fixAt(960, 300), fixAt(975, 300), fixAt(990, 300)] });
    expect((await at(1_000))?.quality).toBe("implausible");
    expect((await at(1_020))?.quality).toBe("good");
    expect((await app.services.drivers.me(actor)).location?.timestamp).toBe(fixAt(1_020, 0).timestamp);
  });
});

const disposer = (dispose: () => void) => ({ [Symbol.dispose]: dispose });

/** A drive as a phone tells it: onward, a jump, a glimpse from far away, or a guess; and how it reaches us. */
const step = fc.record({
  seconds: fc.integer({ min: 1, max: 40 }),
  kind: fc.constantFrom("drive", "drive", "drive", "drive", "jump", "glimpse", "glimpse", "guess"),
});
const delivery = fc.record({
  /** Fixes that a report holds, by number; some were sent before. */
  picks: fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 6 }),
  process: fc.nat({ max: 1 }),
  isTogether: fc.boolean(),
});
const sequence = fc.record({
  steps: fc.array(step, { minLength: 3, maxLength: 14 }),
  deliveries: fc.array(delivery, { minLength: 2, maxLength: 8 }),
});

function driveOf(steps: readonly { seconds: number; kind: string }[]): LocationPoint[] {
  let [second, meters] = [0, 0];
  return steps.map(({ seconds, kind }) => {
    second += seconds;
    if (kind === "drive") meters += seconds * 5;
    if (kind === "jump") meters = (meters + 7_000) % 14_000;
    if (kind === "guess") return fixAt(second, meters, 800);
    return fixAt(second, kind === "glimpse" ? 12_000 : meters);
  });
}

describe("whatever order fixes come in", () => {
  const SEQUENCES = 1_000;
  const AT_ONCE = 125;
  const SEED = 20_261_124;

  type Slow = { beforeInserts?: () => Promise<unknown>; beforeTracks?: () => Promise<unknown> };

  /** A process of its own, as far as judging goes: nothing is shared but the database, which it may be slow to write to. */
  const aProcess = ({ beforeInserts, beforeTracks }: Slow = {}) => {
    const { db, platform } = app;
    const repo = createDriversRepo(db, { events: createEventsRepo(db), ids: platform.ids });
    const fixes = createLocationsRepo(db);
    return createLocationsService({
      ...platform,
      repo: {
        ...fixes,
        insertNew: async docs => {
          await beforeInserts?.();
          return fixes.insertNew(docs);
        },
      },
      serviceArea: [-180, -90, 180, 90],
      trackedAmong: repo.trackedAmong,
      keepTracks: async updates => {
        await beforeTracks?.();
        return repo.keepTracks(updates);
      },
      carryingOrdersOf: async () => new Map(),
      requireDriver: async () => {},
    });
  };

  /** Drivers on duty of whom nothing has been heard; answers what they drive. */
  async function hire(driverIds: readonly DriverId[]): Promise<DriverDoc["vehicleType"]> {
    const template = await drivers().findOne({ _id: driver.driverId });
    if (!template) throw new Error("The driver is gone");
    const { track: _track, ...blank } = { ...template, fix: null, location: null, lastLocationUpdate: null };
    await drivers().insertMany(driverIds.map(_id => ({ ...blank, _id, userId: _id as never })));
    return blank.vehicleType;
  }

  test("a process that sees half of what another stores leaves what was before its own report as it is", async () => {
    const driverId = DriverId.parse("ffffffff-0000-7000-8001-000000000000");
    const vehicleType = await hire([driverId]);
    const actor: Actor = { ...driver.actor, driverId };
    const of = (second: number) => ({ driverId, timestamp: new Date(START + second * 1_000) });
    const [isInserting, isOvertaking] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];

    // Three that agree are believed in the end, until one from between says that the driver never left.
    const known = [fixAt(0, 0), fixAt(20, 12_000), fixAt(40, 12_000), fixAt(60, 12_000), fixAt(100, 12_000)];
    const [late, other] = [fixAt(50, 250), fixAt(80, 12_000)];
    await aProcess().report(actor, { points: known });
    const first = aProcess({ beforeInserts: () => isInserting.promise }).report(actor, { points: [late] });
    await waitFor(
      "what the late one changes",
      async () => (await stored().findOne(of(60)))?.quality !== "good",
    );
    // Sees the change, and not yet what has caused it.
    const second = aProcess({ beforeTracks: () => isOvertaking.promise }).report(actor, { points: [other] });
    await waitFor("the other's report", () => stored().findOne(of(80)));
    isInserting.resolve();
    await first;
    isOvertaking.resolve();
    await second;
    expect(await stateOf(driverId)).toEqual(modelOf([...known, late, other], vehicleType));
  });

  test(`duplicated, replayed, reordered and over two processes: ${SEQUENCES} sequences end as the model`, async () => {
    const sequences = fc.sample(sequence, { numRuns: SEQUENCES, seed: SEED });
    const fleet = sequences.map((_, index) =>
      DriverId.parse(`ffffffff-0000-7000-8000-${String(index).padStart(12, "0")}`),
    );
    const vehicleType = await hire(fleet);
    const processes = [aProcess(), aProcess()];

    async function run({ steps, deliveries }: (typeof sequences)[number], driverId: DriverId) {
      const actor: Actor = { ...driver.actor, driverId };
      const fixes = driveOf(steps);
      let underWay: Promise<unknown>[] = [];
      const rest = { picks: fixes.map((_, index) => index), process: 0, isTogether: false };
      for (const { picks, process, isTogether } of [...deliveries, rest]) {
        const points = picks.flatMap(pick => fixes[pick % fixes.length] ?? []);
        underWay.push(
          processes[process]?.report(actor, { points }) ?? Promise.reject(new Error("no process")),
        );
        if (isTogether) continue;
        await Promise.all(underWay);
        underWay = [];
      }
      await Promise.all(underWay);
      expect(await stateOf(driverId)).toEqual(modelOf(fixes, vehicleType));
    }

    for (let begin = 0; begin < SEQUENCES; begin += AT_ONCE) {
      const part = sequences.slice(begin, begin + AT_ONCE);
      await Promise.all(part.map((item, index) => run(item, fleet[begin + index] as DriverId)));
    }
    const marked = await stored().countDocuments({ quality: { $ne: "good" } });
    expect(marked).toBeGreaterThan(SEQUENCES);
  }, 120_000);
});
