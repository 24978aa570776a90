import type { VehicleType } from "../../../../shared/drivers/driver.schema.ts";
import { distanceMeters, type Point } from "../../../../shared/geo.ts";
import { encodePolyline } from "../../../../shared/maps/polyline.ts";
import type { MapsPort } from "../maps.port.ts";
import { approximateRoute, estimate } from "./approximate-route.ts";
import type { StreetCost, StreetRouter } from "./streets/routing/router.ts";
import type { Snap } from "./streets/routing/snapper.ts";

/** 4.5 km/h: a courier with a parcel, through a yard. */
const WALKING_METERS_PER_SECOND = 1.25;

/** An end of a way: the door that is asked about, and the street near to it. */
type Door = { point: Point; street: Snap };

/**
 * Routes along streets, from door to door: the metres between door and street are walked, at both ends. Where no street
 * is within 500 m there is the estimate through the air, marked `approximate`; a matrix with one such cell is marked.
 */
export function createStreetRoutes(router: StreetRouter): Pick<MapsPort, "route" | "matrix"> {
  const doorAt = (point: Point, vehicleType: VehicleType): Door | null => {
    const street = router.snap(point, vehicleType);
    return street && { point, street };
  };

  return {
    async route({ origin, destination, vehicleType }) {
      const [from, to] = [doorAt(origin, vehicleType), doorAt(destination, vehicleType)];
      const found = from && to && (await router.route(from.street, to.street, vehicleType));
      if (!found) return approximateRoute({ origin, destination, vehicleType });
      const line = isNextDoor(from, to) ? [origin, destination] : found.line;
      const polyline = encodePolyline(line);
      return { ...answer(doorToDoor(from, to, found)), polyline, approximate: false, source: "embedded" };
    },

    async matrix({ origins, destinations, vehicleType }) {
      const from = origins.map(point => doorAt(point, vehicleType));
      const to = destinations.map(point => doorAt(point, vehicleType));
      const streets = (doors: readonly (Door | null)[]) => doors.map(door => door?.street ?? null);
      const costs = await router.matrix(streets(from), streets(to), vehicleType);
      let approximate = false;
      const rows = from.map((start, row) =>
        to.map((end, column) => {
          const cost = costs[row]?.[column];
          if (start && end && cost) return answer(doorToDoor(start, end, cost));
          approximate = true;
          return estimate(origins[row] as Point, destinations[column] as Point, vehicleType);
        }),
      );
      return { rows, approximate, source: "embedded" };
    },
  };
}

const walkedMeters = (from: Door, to: Door) => from.street.meters + to.street.meters;

/** Nobody walks to the street and back when the other door is nearer than that. */
const isNextDoor = (from: Door, to: Door) => distanceMeters(from.point, to.point) <= walkedMeters(from, to);

function doorToDoor(from: Door, to: Door, along: StreetCost): StreetCost {
  const street = isNextDoor(from, to) ? { meters: 0, seconds: 0 } : along;
  const meters = isNextDoor(from, to) ? distanceMeters(from.point, to.point) : walkedMeters(from, to);
  return { meters: street.meters + meters, seconds: street.seconds + meters / WALKING_METERS_PER_SECOND };
}

/** To the metre, and to the hundredth of a minute. */
const answer = ({ meters, seconds }: StreetCost) => ({
  distanceKm: Math.round(meters) / 1_000,
  durationMinutes: Math.round(seconds / 0.6) / 100,
});
