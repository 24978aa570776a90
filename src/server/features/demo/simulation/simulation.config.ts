import { z } from "zod";
import { VendorId } from "../../../../shared/ids.ts";

/** What the simulation is told, as one line of JSON on its standard input; it ends when that input ends. */
export const SimulationConfig = z.strictObject({
  url: z.url(),
  vendorIds: z.strictObject({ pharmacy: VendorId, laboratory: VendorId, clinic: VendorId }),
  password: z.string(),
  /** How many times faster than real time people think, drive and order: 1 outside of tests. */
  speed: z.number().min(1).max(500),
  seed: z.string(),
});
export type SimulationConfig = z.infer<typeof SimulationConfig>;
