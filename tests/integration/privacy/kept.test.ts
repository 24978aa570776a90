import { expect, test } from "bun:test";
import { createMemoryCache } from "../../../src/server/platform/cache/memory.cache.ts";
import { systemClock } from "../../../src/server/platform/clock/system.clock.ts";
import type { LiveMessage } from "../../../src/shared/events.ts";
import { createTestApp } from "../../support/harness.ts";
import { createPeople, PLACES } from "../../support/people.ts";
import { waitFor } from "../../support/wait-for.ts";

const reason = "He asked for it in writing";

/** A cache that cannot be told of changes while it is out of reach. */
function aBreakableCache() {
  const memory = createMemoryCache(systemClock);
  let isReachable = true;
  return {
    memory,
    cache: { ...memory, drop: async (subject: string) => isReachable && memory.drop(subject) },
    reach(isNow: boolean) {
      isReachable = isNow;
    },
  };
}

test("a driver who is erased is gone from what is kept at once, or as soon as that can be reached", async () => {
  const { cache, memory, reach } = aBreakableCache();
  await using app = await createTestApp("privacy_kept", { cache });
  const people = createPeople(app);
  const vendor = await people.aVendor();
  const admin = await people.anAdmin();
  const { vendorId } = vendor;
  const kept = async () =>
    JSON.stringify([...((await memory.open(`fleet/${vendorId}`, 60_000))?.kept ?? [])]);
  const erasures = app.db.collection("erasures");

  async function boardBegins(): Promise<readonly LiveMessage[]> {
    const abort = new AbortController();
    const frames = app.services.realtime.vendorLocations(vendor.actor, { vendorId, signal: abort.signal });
    const { value } = await frames.next();
    abort.abort();
    await frames.return();
    return value ?? [];
  }

  for (const isAway of [false, true]) {
    const driver = await people.aDriver(vendor);
    app.time.advance(60_000);
    const { latitude, longitude } = PLACES.pharmacy;
    const timestamp = app.time.clock.now().toISOString();
    await driver.api.drivers.reportLocation({ points: [{ latitude, longitude, timestamp }] });
    await waitFor("the events to be heard of", () => app.log.health().isReady);
    expect(JSON.stringify(await boardBegins())).toContain(driver.driverId);
    expect(await kept()).toContain(driver.driverId);

    reach(!isAway);
    await admin.api.privacy.erase({ userId: driver.actor.userId, reason });
    expect((await kept()).includes(driver.driverId)).toBe(isAway);
    expect(await erasures.countDocuments({ doneAt: null })).toBe(Number(isAway));
    reach(true);
    await app.services.privacy.carryOutPending();
    expect(await kept()).not.toContain(driver.driverId);
    expect(await erasures.countDocuments({ doneAt: null })).toBe(0);
    expect(JSON.stringify(await boardBegins())).not.toContain(driver.driverId);
  }
});

test("a business whose owner is erased is gone from what customers begin with, also when its closing was not heard of there", async () => {
  const { cache, reach } = aBreakableCache();
  await using app = await createTestApp("privacy_kept_vendor", { cache });
  const people = createPeople(app);
  const { vendorId, actor } = await people.aVendor();
  const [admin, customer] = [await people.anAdmin(), await people.aUser()];
  const list = async () => JSON.stringify(await customer.api.vendors.list({}));
  const erasures = app.db.collection("erasures");
  expect(await list()).toContain("+358 9 123 4567");

  reach(false);
  await admin.api.vendors.setActive({ vendorId, isActive: false, reason });
  await admin.api.privacy.erase({ userId: actor.userId, reason });
  expect(await list()).toContain("+358 9 123 4567");
  expect(await erasures.countDocuments({ doneAt: null })).toBe(1);
  reach(true);
  await app.services.privacy.carryOutPending();
  expect(await list()).not.toContain("+358 9 123 4567");
  expect(await erasures.countDocuments({ doneAt: null })).toBe(0);
});
