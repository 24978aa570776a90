import { z } from "zod";
import type { MatrixCell } from "../../../../shared/maps/maps.schema.ts";
import { decodePolyline } from "../../../../shared/maps/polyline.ts";
import { MapsFailure } from "./maps-failure.ts";

/** A line that can be drawn. */
export const EncodedPolyline = z.string().refine(text => {
  try {
    return decodePolyline(text).length > 0;
  } catch {
    return false;
  }
});

/** Round the earth, and at the pace of somebody on foot: no way is longer. */
const MOST = { meters: 40_100_000, seconds: 40_100_000 };

/** To metres and a tenth of a minute. Errors: MapsFailure `garbage` for a way that cannot be. */
export function lengthOf(meters: number, seconds: number): MatrixCell {
  if (meters > MOST.meters || seconds > MOST.seconds) throw new MapsFailure("garbage");
  return {
    distanceKm: Number((meters / 1_000).toFixed(3)),
    durationMinutes: Number((seconds / 60).toFixed(1)),
  };
}
