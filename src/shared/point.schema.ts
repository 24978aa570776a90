import { z } from "zod";

/** A point on the earth, WGS 84, decimal degrees. */
export const Point = z.strictObject({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
});
export type Point = z.infer<typeof Point>;
