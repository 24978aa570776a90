import { z } from "zod";
import { VehicleType } from "../../../../../../shared/drivers/driver.schema.ts";

const perVehicle = z.record(VehicleType, z.number());

/** What became of the streets of an extract. */
export const GraphReport = z.object({
  edges: z.int(),
  /** Kilometres of street that hang together, each counted once whatever its directions. */
  kilometers: perVehicle,
  /** Kilometres that a vehicle could use and cannot get to or away from: islands, and yards behind barriers. */
  unreachableKilometers: perVehicle,
  /** Ways that name nodes which the extract lacks; they end at the gap. */
  waysWithGaps: z.int(),
  /** Restrictions of turns; unused are those that the extract has a part of only, or that are not drawn as they should be. */
  restrictions: z.object({ used: z.int(), unused: z.int() }),
});
export type GraphReport = z.infer<typeof GraphReport>;

/** Above this a search takes a noticeable part of a second (docs/decisions/0025-routes-in-the-process.md). */
const MOST_EDGES = 100_000;

/** What to tell who built the graph, one line each; nothing when all is well. */
export function adviceOn({ edges, waysWithGaps, kilometers }: GraphReport): string[] {
  const large = `The map has ${edges} parts of streets; above ${MOST_EDGES} a server of its own is faster (OSRM)`;
  const gaps = `${waysWithGaps} ways lead out of the extract and end where it does`;
  const empty = VehicleType.options.filter(type => kilometers[type] === 0);
  return [
    ...(edges > MOST_EDGES ? [large] : []),
    ...(waysWithGaps > 0 ? [gaps] : []),
    ...empty.map(type => `The map has no streets for a ${type}: distances are estimated`),
  ];
}
