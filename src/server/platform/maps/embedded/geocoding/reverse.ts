import { distanceMeters, type Point } from "../../../../../shared/geo.ts";
import type { GeocodeCandidate } from "../../../../../shared/maps/maps.schema.ts";
import { CONFIDENCE } from "./confidence.ts";
import { nearestOnLine } from "./gazetteer/boxes.ts";
import type { Labels } from "./labels.ts";
import { roundConfidence } from "./ranking.ts";
import type { IndexReader, Neighbour } from "./search-index/reader.ts";
import { houseText } from "./words/house-number.ts";

/** Within the first an address is the answer, else the street or place; within the second the same again. */
const REACHES_METERS = [100, 600];
const FARTHEST_METERS = 600;

/** The nearest house, else the nearest street or place. Confidence falls with the distance, to 0 where it ends. */
export function addressNear(point: Point, index: IndexReader, labels: Labels): GeocodeCandidate | null {
  for (const reach of REACHES_METERS) {
    const inReach = index
      .around(point, reach)
      .map(neighbour => {
        const at = nearestOnLine(point, neighbour.from, neighbour.to);
        return { neighbour, at, meters: distanceMeters(point, at) };
      })
      .filter(({ meters }) => meters <= reach)
      .sort((one, other) => one.meters - other.meters || one.neighbour.ofId - other.neighbour.ofId);
    const nearest = inReach.find(({ neighbour }) => neighbour.kind === "house") ?? inReach[0];
    if (!nearest) continue;
    const nearness = 1 - nearest.meters / FARTHEST_METERS;
    return answer(nearest, nearness, { index, labels });
  }
  return null;
}

function answer(
  { neighbour: { kind, ofId }, at }: { neighbour: Neighbour; at: Point },
  nearness: number,
  { index, labels }: { index: IndexReader; labels: Labels },
): GeocodeCandidate | null {
  const house = kind === "house" ? index.house(ofId) : null;
  const thing = index.thing(house?.streetId ?? ofId);
  if (!thing) return null;
  const { latitude, longitude } = house ?? (kind === "street" ? at : thing);
  return {
    address: house ? labels.door(thing, houseText(house), house.cityId, []) : labels.thing(thing, []),
    kind: house ? "address" : thing.kind,
    latitude,
    longitude,
    confidence: roundConfidence(nearness * (house ? CONFIDENCE.door : CONFIDENCE.street)),
    source: "embedded",
  };
}
