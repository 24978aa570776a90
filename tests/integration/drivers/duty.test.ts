import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { createDriversRepo, createFleet } from "../../../src/server/features/drivers/index.ts";
import { createEventsRepo } from "../../../src/server/features/events/index.ts";
import { createMemoryCache } from "../../../src/server/platform/cache/memory.cache.ts";
import { createTransactor } from "../../../src/server/platform/mongo/transactions.ts";
import { driverMachine } from "../../../src/shared/drivers/driver.machine.ts";
import type { DriverStatus } from "../../../src/shared/drivers/driver.schema.ts";
import { toGeoJson } from "../../../src/shared/geo.ts";
import { codeOf, refusal } from "../../support/errors.ts";
import { createTestApp, type TestApp } from "../../support/harness.ts";
import { type Business, type Courier, createPeople, type People } from "../../support/people.ts";

let app: TestApp;
let people: People;
let vendor: Business;
let driver: Courier;

beforeAll(async () => {
  app = await createTestApp("drivers_duty");
  people = createPeople(app);
  vendor = await people.aVendor();
});
beforeEach(async () => {
  driver = await people.aDriver(vendor, { onDuty: false });
});
afterAll(() => app[Symbol.asyncDispose]());

const repo = () => createDriversRepo(app.db, { events: createEventsRepo(app.db), ids: app.platform.ids });
const system = { id: null, role: "system", name: "test" } as const;
const now = () => app.time.clock.now();

const takeWork = (driverId = driver.driverId) =>
  createTransactor(app.client)(tx => repo().takeWork(tx, { driverId, actor: system, now: now() }));
const finishWork = (delivered?: { earningsCents: number }) =>
  createTransactor(app.client)(tx =>
    repo().finishWork(tx, { driverId: driver.driverId, actor: system, now: now(), delivered }),
  );

const eventsOf = ({ driverId }: Courier) =>
  app.db.collection("events").find({ driverId }).sort({ seq: 1 }).toArray();

type Chosen = "offline" | "available" | "on_break";

/** Brings a fresh driver into a status by legal steps. */
async function bringTo(status: DriverStatus): Promise<void> {
  if (status === "offline") return;
  await driver.api.drivers.setStatus({ status: "available" });
  if (status === "on_break") await driver.api.drivers.setStatus({ status });
  if (status === "busy") await takeWork();
}

describe("the duty switch", () => {
  const legal: [DriverStatus, Chosen][] = [
    ["offline", "available"],
    ["available", "on_break"],
    ["available", "offline"],
    ["on_break", "available"],
    ["on_break", "offline"],
  ];

  test.each(legal)("goes from %s to %s, and says so to vendor and driver", async (from, to) => {
    await bringTo(from);
    app.time.advance(1_000);
    const view = await driver.api.drivers.setStatus({ status: to });
    expect(view.status).toBe(to);
    const events = await eventsOf(driver);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 2));
    expect(events.at(-1)).toMatchObject({
      orderId: null,
      type: "driver_status",
      rooms: [`vendor_${vendor.vendorId}`, `driver_${driver.driverId}`],
      actor: { id: driver.actor.userId, role: "driver" },
      payload: {
        type: "driver_status",
        driverId: driver.driverId,
        vendorId: vendor.vendorId,
        seq: events.length + 1,
        at: now().toISOString(),
        status: to,
      },
    });
  });

  test("does not take a break before going on duty, and says what is possible", async () => {
    expect(await refusal(driver.api.drivers.setStatus({ status: "on_break" }))).toEqual({
      code: "ILLEGAL_TRANSITION",
      details: { action: "takeBreak", status: "offline", legal: ["goOnDuty"] },
    });
    expect(await eventsOf(driver)).toEqual([]);
  });

  test.each<Chosen>(["offline", "available", "on_break"])(
    "does not go to %s with parcels in hand",
    async status => {
      await bringTo("busy");
      expect(await codeOf(driver.api.drivers.setStatus({ status }))).toBe("DRIVER_BUSY");
      expect((await driver.api.drivers.me()).status).toBe("busy");
    },
  );

  test("repeated, as after a lost answer, has one effect", async () => {
    const first = await driver.api.drivers.setStatus({ status: "available" });
    expect(await driver.api.drivers.setStatus({ status: "available" })).toEqual(first);
    expect(await eventsOf(driver)).toHaveLength(1);
  });

  test("used twenty times at once has one effect", async () => {
    const calls = Array.from({ length: 20 }, () => driver.api.drivers.setStatus({ status: "available" }));
    const views = await Promise.all(calls);
    expect(views.every(({ status }) => status === "available")).toBe(true);
    expect(await eventsOf(driver)).toHaveLength(1);
  });

  test("cannot be set to busy, or by anybody else", async () => {
    expect(await codeOf(driver.api.drivers.setStatus({ status: "busy" as never }))).toBe("INVALID_INPUT");
    expect(await codeOf(vendor.api.drivers.setStatus({ status: "available" }))).toBe("FORBIDDEN");
  });

  test.each<DriverStatus>(["offline", "available", "on_break", "busy"])(
    "offers what the machine allows while %s",
    async status => {
      await bringTo(status);
      const allowed = Object.entries(driverMachine.actions)
        .filter(([, { from, roles }]) => from.includes(status) && roles.includes("driver"))
        .map(([action]) => action);
      expect((await driver.api.drivers.me()).can as string[]).toEqual(allowed);
    },
  );
});

describe("work", () => {
  test("makes a driver busy, and the last of it done makes him available", async () => {
    await bringTo("available");
    expect(await takeWork()).toMatchObject({ status: "busy", activeOrders: 1 });
    expect(await takeWork()).toMatchObject({ status: "busy", activeOrders: 2 });
    expect(await finishWork()).toMatchObject({ status: "busy", activeOrders: 1, totalDeliveries: 0 });
    expect(await finishWork({ earningsCents: 750 })).toMatchObject({
      status: "available",
      activeOrders: 0,
      totalDeliveries: 1,
      totalEarningsCents: 750,
    });
    const events = await eventsOf(driver);
    expect(events.map(({ payload }) => payload.status)).toEqual(["available", "busy", "available"]);
    expect(events.map(({ seq }) => seq)).toEqual([2, 3, 4]);
  });

  test.each<DriverStatus>(["offline", "on_break"])("is not taken by a driver who is %s", async status => {
    await bringTo(status);
    expect(await takeWork()).toBeNull();
    expect(await driver.api.drivers.me()).toMatchObject({ status, activeOrders: 0 });
  });

  test("that was never taken cannot be finished", async () => {
    await bringTo("available");
    expect(await finishWork({ earningsCents: 100 })).toBeNull();
    expect(await driver.api.drivers.me()).toMatchObject({ totalDeliveries: 0, totalEarningsCents: 0 });
  });

  test("taken ten times at once counts ten", async () => {
    await bringTo("available");
    await Promise.all(Array.from({ length: 10 }, () => takeWork()));
    expect(await driver.api.drivers.me()).toMatchObject({ status: "busy", activeOrders: 10 });
    expect(await eventsOf(driver)).toHaveLength(2);
  });
});

describe("closing a driver's profile", () => {
  test("takes him off duty", async () => {
    await bringTo("available");
    const view = await vendor.api.drivers.setActive({ driverId: driver.driverId, isActive: false });
    expect(view).toMatchObject({ isActive: false, status: "offline", can: ["update", "setActive"] });
    expect((await eventsOf(driver)).at(-1)?.payload.status).toBe("offline");
    expect(await takeWork()).toBeNull();
    const back = await vendor.api.drivers.setActive({ driverId: driver.driverId, isActive: true });
    expect(back).toMatchObject({ isActive: true, status: "offline" });
  });

  test("is refused while there are parcels to deliver", async () => {
    await bringTo("busy");
    const { driverId } = driver;
    expect((await vendor.api.drivers.get({ driverId })).can).toEqual(["update", "assign"]);
    expect(await codeOf(vendor.api.drivers.setActive({ driverId, isActive: false }))).toBe("DRIVER_BUSY");
    expect(await driver.api.drivers.me()).toMatchObject({ isActive: true, status: "busy" });
  });

  test("and taking work at once do not both succeed", async () => {
    for (let round = 0; round < 10; round++) {
      driver = await people.aDriver(vendor);
      const { driverId } = driver;
      const [taken, closed] = await Promise.all([
        takeWork(driverId),
        codeOf(vendor.api.drivers.setActive({ driverId, isActive: false })),
      ]);
      expect(taken === null).toBe(closed === null);
    }
  });
});

describe("positions", () => {
  const aPosition = (second: number, latitude: number) => ({
    location: toGeoJson({ latitude, longitude: 24.94 }),
    timestamp: new Date(now().getTime() + second * 1_000),
    speed: 12,
    heading: 90,
    accuracy: 5,
    createdAt: now(),
  });
  /** One report came to `latitude`; judged by who had seen `seenVersion`. */
  const keep = (version: string, seenVersion: string | null, second: number, latitude: number) => {
    const position = aPosition(second, latitude);
    const track = { version, until: position.timestamp, doubt: null };
    return repo().keepTracks([{ driverId: driver.driverId, seenVersion, track, seenAt: now(), position }]);
  };

  test("are kept of whoever knew all that was kept before, and of nobody else", async () => {
    await bringTo("available");
    expect(await keep("a", null, 2, 60.17)).toEqual([]);
    expect(await keep("b", null, 3, 60.18)).toEqual([driver.driverId]);
    expect((await driver.api.drivers.me()).location).toEqual({
      latitude: 60.17,
      longitude: 24.94,
      timestamp: aPosition(2, 0).timestamp.toISOString(),
      speed: 12,
      heading: 90,
      accuracy: 5,
    });
    expect(await keep("b", "a", 3, 60.19)).toEqual([]);
    expect((await driver.api.drivers.me()).lastLocationUpdate).toBe(now().toISOString());
    expect(await repo().trackedAmong([driver.driverId])).toMatchObject([
      { version: "b", until: aPosition(3, 0).timestamp, believed: aPosition(3, 60.19) },
    ]);
  });

  test("of none change nothing", async () => {
    expect(await repo().keepTracks([])).toEqual([]);
  });

  test("grow silent after three minutes without a word, while on duty", async () => {
    await bringTo("available");
    await keep("a", null, 0, 60.17);
    expect((await driver.api.drivers.me()).isSilent).toBe(false);
    app.time.advance(180_001);
    expect((await driver.api.drivers.me()).isSilent).toBe(true);
    await driver.api.drivers.setStatus({ status: "on_break" });
    expect((await driver.api.drivers.me()).isSilent).toBe(false);
  });

  test("are given and kept of a fleet for those on duty only, and nothing else of anybody", async () => {
    const fleet = await people.aVendor();
    driver = await people.aDriver(fleet);
    await keep("a", null, 0, 60.17);
    driver = await people.aDriver(fleet, { onDuty: false });
    await keep("b", null, 0, 60.18);
    const { log, time } = app;
    const cache = createMemoryCache(time.clock);
    const kept = createFleet({ log, clock: time.clock, cache, repo: repo() });
    for (const _ of ["from the database", "from what is kept"]) {
      const positions = await kept.positions({ vendorId: fleet.vendorId });
      expect(positions.map(({ latitude }) => latitude)).toEqual([60.17]);
    }
    expect(await kept.positions({ driverId: driver.driverId })).toEqual([]);
    const { kept: facts } = (await cache.open(`fleet/${fleet.vendorId}`, 1)) ?? { kept: new Map() };
    const text = JSON.stringify([...facts]);
    expect(text).toContain("60.17");
    for (const nobodysBusiness of ["60.18", "Ilmo", "+358", "medex.test"])
      expect(text).not.toContain(nobodysBusiness);
    expect(await repo().lastPositionOf(driver.driverId)).toMatchObject({ latitude: 60.18 });
  });
});
