import { type BoundingBox, METERS_PER_DEGREE } from "../../../../shared/geo.ts";
import { doOverlap } from "../tile-grid.ts";
import { extractProblem } from "./extract-problem.ts";

/** Tiles of a larger area take minutes and gigabytes: a city, a county. */
const MOST_KM = 400;
/** Web Mercator has no poles. */
const FARTHEST_DEGREES = 85;

/**
 * The area that an extract covers: as its header states, else around its nodes. Throws StartupProblem when there is
 * nothing in it, or no map can be made of it.
 */
export function usableArea(path: string, stated: BoundingBox | null, nodes: BoundingBox | null): BoundingBox {
  if (!nodes) throw extractProblem(path, "nothing");
  const area = stated ?? nodes;
  const [west, south, east, north] = area;
  if (nodes[2] - nodes[0] > 180 || west > east)
    throw extractProblem(path, "area", "it lies on both sides of the 180th meridian");
  if (south < -FARTHEST_DEGREES || north > FARTHEST_DEGREES)
    throw extractProblem(path, "area", `it reaches beyond ${FARTHEST_DEGREES} degrees of latitude`);
  const kmPerDegree = METERS_PER_DEGREE / 1_000;
  const nearest = Math.min(Math.abs(south), Math.abs(north));
  const wideKm = (east - west) * kmPerDegree * Math.cos((nearest * Math.PI) / 180);
  const tallKm = (north - south) * kmPerDegree;
  if (Math.max(wideKm, tallKm) > MOST_KM)
    throw extractProblem(
      path,
      "area",
      `it is ${Math.round(wideKm)} by ${Math.round(tallKm)} km, of at most ${MOST_KM}`,
    );
  if (south > north || !doOverlap(area, nodes))
    throw extractProblem(path, "area", "nothing lies in the area that its header states");
  return area;
}
