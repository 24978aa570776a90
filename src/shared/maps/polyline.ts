import type { Point } from "../geo.ts";

/** Five decimal places: about 1.1 m of latitude. */
const SCALE = 1e5;

/** Signed integer to the format's base-64 digits, five bits at a time, lowest first. */
function encodeNumber(value: number): string {
  let rest = value < 0 ? ~(value << 1) : value << 1;
  let text = "";
  while (rest >= 0x20) {
    text += String.fromCharCode((0x20 | (rest & 0x1f)) + 63);
    rest >>>= 5;
  }
  return text + String.fromCharCode(rest + 63);
}

/**
 * Points to text in the Encoded Polyline Algorithm Format, precision 5.
 * Source: https://developers.google.com/maps/documentation/utilities/polylinealgorithm
 */
export function encodePolyline(points: readonly Point[]): string {
  let text = "";
  let previous = { latitude: 0, longitude: 0 };
  for (const point of points) {
    const rounded = {
      latitude: Math.round(point.latitude * SCALE),
      longitude: Math.round(point.longitude * SCALE),
    };
    text += encodeNumber(rounded.latitude - previous.latitude);
    text += encodeNumber(rounded.longitude - previous.longitude);
    previous = rounded;
  }
  return text;
}

/**
 * The inverse of `encodePolyline`: degrees, rounded to five places.
 * Throws RangeError when the text is not a whole polyline.
 */
export function decodePolyline(text: string): Point[] {
  let position = 0;
  const nextNumber = (): number => {
    let value = 0;
    for (let shift = 0; shift <= 30; shift += 5) {
      const digit = text.charCodeAt(position++) - 63;
      if (!(digit >= 0 && digit < 0x40)) throw new RangeError(`not a polyline: character ${position}`);
      value |= (digit & 0x1f) << shift;
      if (digit < 0x20) return value & 1 ? ~(value >>> 1) : value >>> 1;
    }
    throw new RangeError(`not a polyline: number too long at character ${position}`);
  };
  const points: Point[] = [];
  let latitude = 0;
  let longitude = 0;
  while (position < text.length) {
    latitude += nextNumber();
    longitude += nextNumber();
    points.push({ latitude: latitude / SCALE, longitude: longitude / SCALE });
  }
  return points;
}
