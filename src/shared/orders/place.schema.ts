import { z } from "zod";
import { Point } from "../point.schema.ts";
import { line } from "../text.ts";

/** A place as people enter it; without coordinates the address is geocoded. */
export const PlaceInput = z
  .strictObject({
    address: line(2, 200),
    latitude: Point.shape.latitude.optional(),
    longitude: Point.shape.longitude.optional(),
  })
  .refine(
    place => (place.latitude === undefined) === (place.longitude === undefined),
    "needs both latitude and longitude, or neither",
  );
export type PlaceInput = z.infer<typeof PlaceInput>;

export type Place = Point & { address: string };
