import { skipToken, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import type { VehicleType } from "../../../shared/drivers/driver.schema.ts";
import type { Point } from "../../../shared/geo.ts";
import type { RouteResult } from "../../../shared/maps/maps.schema.ts";
import { AT_THE_START, advance } from "../../../shared/maps/progress.ts";
import { lineOf } from "../../../shared/maps/route-line.ts";
import { useTRPC } from "../../app/trpc.ts";
import type { MapRoute } from "../../map/index.ts";
import { pointOf, type WayLeg } from "./legs.ts";

/** Where the driver was seen; accuracy in metres, null when his phone did not say. */
export type Sighting = Point & { accuracy: number | null };

type Departure = { leg: string; from: Point };

/**
 * The way of one leg along the streets, and how much of it the driver has behind him. It is asked for once, and anew from
 * where he is when he has left it: three positions beside it, not one. Null while there is nothing to draw.
 */
export function useLeg(
  leg: WayLeg | null,
  { vehicleType, sighting }: { vehicleType: VehicleType; sighting: Sighting | null },
): Omit<MapRoute, "id"> | null {
  const trpc = useTRPC();
  const key = leg && JSON.stringify([leg.id, leg.origin, leg.destination, vehicleType]);
  const [departure, setDeparture] = useState<Departure | null>(null);
  const [progress, setProgress] = useState(AT_THE_START);
  const isDeparted = departure !== null && departure.leg === key;
  const from = leg?.origin ?? sighting;

  useEffect(() => {
    if (key && from && !isDeparted) setDeparture({ leg: key, from: pointOf(from) });
  }, [key, from, isDeparted]);

  const answer = useQuery(
    trpc.maps.route.queryOptions(
      leg && isDeparted ? { origin: departure.from, destination: leg.destination, vehicleType } : skipToken,
      { staleTime: Number.POSITIVE_INFINITY },
    ),
  ).data;
  // Until there is a new way the old one stays: nothing flashes. That of another leg does not.
  const [known, setKnown] = useState<{ leg: string; route: RouteResult } | null>(null);
  useEffect(() => {
    if (key && answer) setKnown({ leg: key, route: answer });
  }, [key, answer]);
  const route = known !== null && known.leg === key ? known.route : null;
  const line = useMemo(() => (route ? lineOf(route.polyline) : null), [route]);
  const isFollowed = leg?.isUnderway === true && route?.approximate === false;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another line begins at its start
  useEffect(() => setProgress(AT_THE_START), [line]);
  useEffect(() => {
    if (!isFollowed || !line || !sighting) return;
    const fix = { point: sighting, accuracyMeters: sighting.accuracy };
    setProgress(before => advance(line, before, fix));
  }, [isFollowed, line, sighting]);

  const hasLeft = progress.isOff;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once each time that he leaves his way
  useEffect(() => {
    // A map that is paid by the question is asked by the server alone.
    if (hasLeft && key && sighting && route && route.source !== "google")
      setDeparture({ leg: key, from: pointOf(sighting) });
  }, [hasLeft]);

  return useMemo(() => {
    if (!route || !line) return null;
    const doneShare = isFollowed && line.lengthMeters > 0 ? progress.meters / line.lengthMeters : 0;
    return { line: line.points, doneShare, isApproximate: route.approximate };
  }, [route, line, isFollowed, progress.meters]);
}
