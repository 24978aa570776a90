import { Database } from "bun:sqlite";
import type { Gazetteer, Geocoder } from "../../src/server/platform/maps/embedded/geocoding/index.ts";
import { distanceMeters } from "../../src/shared/geo.ts";

import { createAnswers } from "../../tests/integration/maps/geocoding/answers.ts";
import { LEAST_CONFIDENCE_TO_DELIVER } from "../../tests/integration/maps/geocoding/score.ts";
import { percentile } from "../measure.ts";

/**
 * How far from its door an address is looked for that the index at `path` does not know: each house is left out in turn
 * and asked for. Answers lines of text, metres.
 */
export function askForHousesLeftOut(path: string, gazetteer: Gazetteer, geocoder: Geocoder): string {
  using database = new Database(path, { strict: true });
  database.run("PRAGMA synchronous = OFF");
  const { ownOfHouse } = createAnswers(gazetteer);
  const delivered: number[] = [];
  const spots: number[] = [];
  const doors: number[] = [];
  for (const [index, house] of gazetteer.houses.entries()) {
    const [address] = ownOfHouse(house);
    if (!address) continue;
    const row = database.query("SELECT * FROM houses WHERE id = ?").values(index + 1)[0];
    if (!row) throw new Error(`House ${index} is not in the index`);
    database.query("DELETE FROM houses WHERE id = ?").run(index + 1);
    const [best, second] = geocoder.search(address, { limit: 5, unfinished: false });
    database.query(`INSERT INTO houses VALUES (${row.map(() => "?").join(", ")})`).run(...row);
    if (!best || best.confidence < LEAST_CONFIDENCE_TO_DELIVER) continue;
    delivered.push(distanceMeters(best, house));
    // A spot between two doors has the number that was asked for, and the nearer door behind it.
    if (best.address !== address || second?.kind !== "address") continue;
    spots.push(distanceMeters(best, house));
    doors.push(distanceMeters(second, house));
  }
  const meters = (distances: number[], share: number) => `${percentile(distances, share).toFixed(0)} m`;
  return `Each house left out in turn and asked for: ${delivered.length} of ${gazetteer.houses.length} are answered with a confidence of
${LEAST_CONFIDENCE_TO_DELIVER} or more, ${meters(delivered, 0.5)} (median) and ${meters(delivered, 0.9)} (nine of ten) from their door. Of these ${spots.length} by a spot between
two doors, ${meters(spots, 0.5)} (median) from theirs; the next door is ${meters(doors, 0.5)} away.`;
}
