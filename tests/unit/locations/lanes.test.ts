import { expect, test } from "bun:test";
import { createLocationsService } from "../../../src/server/features/locations/locations.service.ts";
import type { Actor } from "../../../src/shared/auth/actor.ts";
import { DriverId, SessionId, UserId, VendorId } from "../../../src/shared/ids.ts";
import { createManualTime } from "../../support/manual-time.ts";
import { waitFor } from "../../support/wait-for.ts";

const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

const aDriver = (number: number): Actor => ({
  userId: UserId.parse(idOf(number)),
  sessionId: SessionId.parse(idOf(number)),
  role: "driver",
  fullName: "Dora Driver",
  vendorId: VendorId.parse(idOf(100)),
  memberRole: null,
  driverId: DriverId.parse(idOf(number)),
  mustEnrolSecondFactor: false,
});

/** A service whose writes end when the test wants, and whose they are. */
function createWriting() {
  const { clock } = createManualTime();
  const writes: { driverIds: DriverId[]; end: () => void }[] = [];
  let ids = 0;
  const service = createLocationsService({
    clock,
    ids: { uuid: () => idOf(++ids) } as never,
    serviceArea: [24, 60, 25, 61],
    liveBus: { publish: () => {} } as never,
    repo: {
      insertNew(docs: readonly { driverId: DriverId }[]) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const driverIds = [...new Set(docs.map(({ driverId }) => driverId))];
        writes.push({ driverIds, end: resolve });
        return promise;
      },
      changeQualities: async () => {},
    } as never,
    trackedAmong: async driverIds =>
      driverIds.map(driverId => ({
        driverId,
        vehicleType: "car",
        version: null,
        until: null,
        believed: null,
        doubt: null,
      })),
    keepTracks: async () => [],
    carryingOrdersOf: async () => new Map(),
    requireDriver: async () => {},
  });
  return {
    writes,
    report: (number: number) =>
      service.report(aDriver(number), {
        points: [{ latitude: 60.17, longitude: 24.94, timestamp: clock.now().toISOString() }],
      }),
  };
}

test("a write that hangs holds up its driver's next report and not those of the other lane", async () => {
  const { writes, report } = createWriting();
  const hanging = report(2);
  await waitFor("the write", () => writes.length === 1);
  const next = [report(2), report(2)];

  const other = report(3);
  await waitFor("the other's write", () => writes.length === 2);
  expect(writes[1]?.driverIds).toEqual([DriverId.parse(idOf(3))]);
  writes[1]?.end();
  expect(await other).toEqual({ accepted: 1, quality: "good" });
  expect(writes).toHaveLength(2);

  writes[0]?.end();
  await hanging;
  await waitFor("the next write", () => writes.length === 3);
  writes[2]?.end();
  expect(await Promise.all(next)).toHaveLength(2);
  expect(writes).toHaveLength(3);
});
