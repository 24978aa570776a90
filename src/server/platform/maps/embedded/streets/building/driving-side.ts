import { signedArea } from "../../../tiles/geometry.ts";
import type { StreetNetwork, Way } from "./street-network.ts";

/** Where traffic keeps to the left, by ISO 3166-1 alpha-2 (https://en.wikipedia.org/wiki/Left-_and_right-hand_traffic). */
const LEFT = new Set(
  [
    "AG AI AU BB BD BM BN BS BT BW CC CK CX CY DM FJ FK GB GD GG GY HK ID IE IM IN JE JM JP KE KI KN KY LC LK LS MO",
    "MS MT MU MV MW MY MZ NA NF NP NR NU NZ PG PK PN SB SC SG SH SR SZ TC TH TK TL TO TT TV TZ UG VC VG VI WS ZA ZM ZW",
  ].flatMap(line => line.split(" ")),
);

/**
 * Whether traffic keeps to the left. Roundabouts tell: they are driven clockwise then, and few extracts of a city say in
 * which country they lie. `country` counts where there are none; without both it is the right.
 */
export function drivesOnLeft({ points, ways }: StreetNetwork, country: string): boolean {
  const isRoundabout = ({ tags }: Way) =>
    /^(roundabout|circular)$/.test(tags.junction ?? "") && !/^(-1|reverse|no)$/.test(tags.oneway ?? "");
  let clockwise = 0;
  for (const way of ways.filter(isRoundabout)) {
    const known = way.nodes.flatMap(id => points.get(id) ?? []);
    // A part of a roundabout turns the same way as the whole does.
    clockwise -= Math.sign(signedArea(known.map(({ latitude, longitude }) => [longitude, latitude])));
  }
  return clockwise === 0 ? LEFT.has(country) : clockwise > 0;
}
