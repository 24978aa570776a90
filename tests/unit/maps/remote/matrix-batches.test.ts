import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { MapsFailure } from "../../../../src/server/platform/maps/remote/maps-failure.ts";
import { type Cells, inBatches } from "../../../../src/server/platform/maps/remote/matrix-batches.ts";
import type { Point } from "../../../../src/shared/geo.ts";

type Part = { origins: readonly Point[]; destinations: readonly Point[] };

/** Ends whose latitude is their number, so that a cell tells which two it is about. */
const ends = (count: number): Point[] =>
  Array.from({ length: count }, (_, number) => ({ latitude: number, longitude: 0 }));
const cellsOf = ({ origins, destinations }: Part): Cells =>
  origins.map(from => destinations.map(to => ({ distanceKm: from.latitude, durationMinutes: to.latitude })));

describe("a matrix in parts", () => {
  test("is the same as the whole, whatever its shape and theirs", async () => {
    const upTo = (most: number) => fc.integer({ min: 1, max: most });
    await fc.assert(
      fc.asyncProperty(upTo(12), upTo(12), upTo(13), upTo(13), async (rows, columns, height, width) => {
        const whole = { origins: ends(rows), destinations: ends(columns) };
        let largest = 0;
        const { cells } = await inBatches(whole, { origins: height, destinations: width }, async part => {
          largest = Math.max(largest, part.origins.length * part.destinations.length);
          return cellsOf(part);
        });
        expect(cells).toEqual(cellsOf(whole));
        expect(largest).toBeLessThanOrEqual(height * width);
      }),
    );
  });

  test("keeps the parts that were answered when others fail, and says why", async () => {
    const whole = { origins: ends(2), destinations: ends(4) };
    const { cells, failure } = await inBatches(whole, { origins: 1, destinations: 2 }, async part => {
      if (part.origins[0]?.latitude === 1) throw new MapsFailure("timeout");
      return cellsOf(part);
    });
    expect(cells[0]).toEqual(cellsOf(whole)[0]);
    expect(cells[1]).toEqual([null, null, null, null]);
    expect(failure).toBe("timeout");
  });

  test("hides no mistake of ours behind the parts that were answered", async () => {
    const attempt = inBatches(
      { origins: ends(2), destinations: ends(1) },
      { origins: 1, destinations: 1 },
      async part => {
        if (part.origins[0]?.latitude === 1) throw new TypeError("a mistake");
        return cellsOf(part);
      },
    );
    await expect(attempt).rejects.toThrow("a mistake");
  });

  test("fails as its first part does when all of them fail", async () => {
    const attempt = inBatches(
      { origins: ends(2), destinations: ends(1) },
      { origins: 1, destinations: 1 },
      async part => {
        throw new MapsFailure(part.origins[0]?.latitude === 0 ? "denied" : "timeout");
      },
    );
    await expect(attempt).rejects.toMatchObject({ reason: "denied" });
  });
});
