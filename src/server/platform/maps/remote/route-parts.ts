import { z } from "zod";
import type { MatrixCell } from "../../../../shared/maps/maps.schema.ts";
import { decodePolyline } from "../../../../shared/maps/polyline.ts";

/** A line that can be drawn. */
export const EncodedPolyline = z.string().refine(text => {
  try {
    return decodePolyline(text).length > 0;
  } catch {
    return false;
  }
});

/** To metres and a tenth of a minute. */
export const lengthOf = (meters: number, seconds: number): MatrixCell => ({
  distanceKm: Number((meters / 1_000).toFixed(3)),
  durationMinutes: Number((seconds / 60).toFixed(1)),
});
