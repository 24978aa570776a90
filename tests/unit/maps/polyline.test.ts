import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { decodePolyline, encodePolyline } from "../../../src/shared/maps/polyline.ts";

/** The example of the format's own documentation. */
const DOCUMENTED = {
  text: "_p~iF~ps|U_ulLnnqC_mqNvxq`@",
  points: [
    { latitude: 38.5, longitude: -120.2 },
    { latitude: 40.7, longitude: -120.95 },
    { latitude: 43.252, longitude: -126.453 },
  ],
};

const coordinate = (limit: number) =>
  fc.integer({ min: -limit * 1e5, max: limit * 1e5 }).map(value => value / 1e5);
const point = fc.record({ latitude: coordinate(90), longitude: coordinate(180) });

describe("polylines", () => {
  test("the documented example is written and read", () => {
    expect(encodePolyline(DOCUMENTED.points)).toBe(DOCUMENTED.text);
    expect(decodePolyline(DOCUMENTED.text)).toEqual(DOCUMENTED.points);
  });

  test("any line of five decimals survives the round trip", () => {
    fc.assert(
      fc.property(fc.array(point, { maxLength: 50 }), line => {
        const read = decodePolyline(encodePolyline(line));
        expect(read.map(({ latitude, longitude }) => [latitude + 0, longitude + 0])).toEqual(
          line.map(({ latitude, longitude }) => [latitude + 0, longitude + 0]),
        );
      }),
    );
  });

  test("finer coordinates come back within half of the last decimal, without drift along the line", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            latitude: fc.double({ min: -90, max: 90, noNaN: true }),
            longitude: fc.double({ min: -180, max: 180, noNaN: true }),
          }),
          { maxLength: 100 },
        ),
        line => {
          decodePolyline(encodePolyline(line)).forEach((read, index) => {
            expect(Math.abs(read.latitude - (line[index]?.latitude ?? Number.NaN))).toBeLessThan(0.000_005_1);
            expect(Math.abs(read.longitude - (line[index]?.longitude ?? Number.NaN))).toBeLessThan(
              0.000_005_1,
            );
          });
        },
      ),
    );
  });

  test.each(["_", "_p~iF", "ä", "\u0000\u0000", "~~~~~~~~~~~~~~"])("%j is refused", text => {
    expect(() => decodePolyline(text)).toThrow(RangeError);
  });

  test("any text either is read or is refused with a RangeError", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), text => {
        try {
          decodePolyline(text);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });
});
