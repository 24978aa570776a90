import { createChance } from "../../src/server/features/demo/chance.ts";
import { readExtract } from "../../src/server/platform/maps/folder/read-extract.ts";
import type { VehicleType } from "../../src/shared/drivers/driver.schema.ts";
import { distanceMeters } from "../../src/shared/geo.ts";
import { demoCityMaps, EXTRACT } from "../../tests/support/demo-city.ts";
import { percentile, table } from "../measure.ts";

const PAIRS = 1_000;
const LEAST_METERS_APART = 300;
const VEHICLES: VehicleType[] = ["car", "bike"];

/** What streets make of the line through the air: that is how ways without streets are estimated. */
export async function printEstimates(): Promise<void> {
  await using maps = await demoCityMaps();
  const { houses } = readExtract(EXTRACT).gazetteer;
  const rows = [];
  for (const vehicleType of VEHICLES) {
    const chance = createChance(`estimates by ${vehicleType}`);
    const factors: number[] = [];
    const speeds: number[] = [];
    while (factors.length < PAIRS) {
      const [origin, destination] = [chance.pick(houses), chance.pick(houses)];
      const airKm = distanceMeters(origin, destination) / 1_000;
      if (airKm * 1_000 < LEAST_METERS_APART) continue;
      const { distanceKm, durationMinutes } = await maps.route({ origin, destination, vehicleType });
      factors.push(distanceKm / airKm);
      speeds.push(distanceKm / (durationMinutes / 60));
    }
    const [factor, speed] = [factors, speeds].map(numbers =>
      [0.1, 0.5, 0.9].map(share => percentile(numbers, share)),
    );
    rows.push([vehicleType, ...(factor ?? []), ...(speed ?? [])]);
  }
  console.log(`## Ways without streets\n
${PAIRS} random pairs of doors of the demo city, at least ${LEAST_METERS_APART} m apart: how many times as long as the line
through the air the way is, and how fast it is gone, in km/h.
`);
  console.log(table(["", "longer p10", "p50", "p90", "km/h p10", "p50", "p90"], rows));
  console.log();
}
