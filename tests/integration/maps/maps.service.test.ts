import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createMapsService } from "../../../src/server/features/maps/index.ts";
import type { MapsPort } from "../../../src/server/platform/maps/maps.port.ts";
import type { ErrorCode } from "../../../src/shared/errors.ts";
import { demoCityMaps } from "../../support/demo-city.ts";
import { createManualTime } from "../../support/manual-time.ts";

const door = { latitude: 60.1699, longitude: 24.941 };
const elsewhere = { latitude: 61.4978, longitude: 23.761 };
const swapped = { latitude: 24.941, longitude: 60.1699 };
const time = createManualTime();

let maps: MapsPort & AsyncDisposable;
let service: ReturnType<typeof createMapsService>;
beforeAll(async () => {
  maps = await demoCityMaps();
  service = createMapsService({ maps, clock: time.clock });
}, 60_000);
afterAll(() => maps[Symbol.asyncDispose]());

const refusal = (attempt: Promise<unknown>): Promise<{ code: ErrorCode; details: Record<string, unknown> }> =>
  attempt.then(
    () => {
      throw new Error("was not refused");
    },
    error => error,
  );

describe("the place of an order", () => {
  test("an address gets its coordinates and stays as it was written", async () => {
    const place = await service.resolvePlace({ address: "Aleksanterinkatu 21 B 14, 3. krs" });
    expect(place.address).toBe("Aleksanterinkatu 21 B 14, 3. krs");
    expect(place.latitude).toBeCloseTo(60.169, 2);
    expect(place.longitude).toBeCloseTo(24.946, 2);
  });

  test("coordinates that are given are kept", async () => {
    expect(await service.resolvePlace({ address: "the red door", ...door })).toEqual({
      address: "the red door",
      ...door,
    });
  });

  test.each([elsewhere, swapped, { latitude: 0, longitude: 0 }])(
    "%j is outside of the service area",
    async point => {
      const { code, details } = await refusal(service.resolvePlace({ address: "Hämeenkatu 1", ...point }));
      expect(code).toBe("OUTSIDE_SERVICE_AREA");
      expect(details).toMatchObject(point);
    },
  );

  test.each([
    "Aleksanterinkatu 21, Tampere",
    "Mannerheimintie 160",
    "Mannerheimintie",
    "Roobertinkatu 3",
    "pharmacy",
    "nowhere at all",
    "Helsinki",
  ])("%s is asked about again, not guessed", async address => {
    const { code, details } = await refusal(service.resolvePlace({ address }));
    expect(code).toBe("ADDRESS_NOT_FOUND");
    expect(details.address).toBe(address);
  });
});

test("nobody is told that ways are paid for where they are not", () => {
  expect(service.config()).toEqual({ ...maps.config(), billed: false });
});

describe("routes", () => {
  const there = { latitude: 60.1677, longitude: 24.9522 };

  test("are refused when an end lies outside of the service area", async () => {
    const route = service.route({ origin: door, destination: elsewhere, vehicleType: "car" });
    const matrix = service.matrix({ origins: [door], destinations: [there, swapped], vehicleType: "car" });
    expect((await refusal(route)).code).toBe("OUTSIDE_SERVICE_AREA");
    expect((await refusal(matrix)).code).toBe("OUTSIDE_SERVICE_AREA");
    expect((await refusal(service.reverse(elsewhere))).code).toBe("OUTSIDE_SERVICE_AREA");
  });

  test("an arrival is now plus the time on the way", async () => {
    const eta = await service.eta({ origin: door, destination: there, vehicleType: "bike" });
    const minutes = (Date.parse(eta.arrivesAt) - time.clock.now().getTime()) / 60_000;
    expect(minutes).toBeCloseTo(eta.durationMinutes, 3);
    expect(eta.approximate).toBe(false);
  });
});
