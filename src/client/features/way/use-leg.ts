import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useReducer } from "react";
import { isTransient } from "../../../sdk/index.ts";
import type { VehicleType } from "../../../shared/drivers/driver.schema.ts";
import { useTRPC } from "../../app/trpc.ts";
import { useMapConfig } from "../../app/use-map-config.ts";
import type { MapRoute } from "../../map/index.ts";
import { keyOf, NO_LEG, nextLeg, type Sighting } from "./leg-state.ts";
import type { WayLeg } from "./legs.ts";

/** A map that does not answer is left alone for so long. */
const ASKED_AGAIN_MS = 20_000;
/** Who comes back to a parcel within an hour is shown what was known of its way: it may have been paid for. */
const KEPT = { staleTime: Number.POSITIVE_INFINITY, gcTime: 3_600_000 };

/** The way of one leg along the streets, and how much of it the driver has behind him; null while there is nothing to draw. */
export function useLeg(
  leg: WayLeg | null,
  { vehicleType, sighting }: { vehicleType: VehicleType; sighting: Sighting | null },
): MapRoute | null {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const isBilled = useMapConfig().data?.billed;
  const [{ now, question, hasFailed, way, progress }, tell] = useReducer(nextLeg, NO_LEG);

  useEffect(() => {
    // Until it is known what a question costs none is asked.
    if (isBilled !== undefined) tell({ type: "seen", now: { leg, vehicleType, sighting, isBilled } });
  }, [leg, vehicleType, sighting, isBilled]);

  useEffect(() => {
    if (!question) return;
    let isOver = false;
    queries.fetchQuery(trpc.maps.route.queryOptions(question, KEPT)).then(
      route => isOver || tell({ type: "answered", question, route }),
      // What was refused once is refused again.
      error => isOver || !isTransient(error) || tell({ type: "failed", question }),
    );
    return () => {
      isOver = true;
    };
  }, [question, trpc, queries]);

  useEffect(() => {
    if (!hasFailed) return;
    const timer = setTimeout(() => tell({ type: "due" }), ASKED_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [hasFailed]);

  const isOfAnother = keyOf(now) !== keyOf({ leg, vehicleType });
  const id = leg?.id;
  return useMemo(() => {
    if (!id || isOfAnother || !way || way.line.lengthMeters === 0) return null;
    const doneShare = progress.meters / way.line.lengthMeters;
    return { id, line: way.line, doneShare, isApproximate: way.isApproximate };
  }, [id, isOfAnother, way, progress.meters]);
}
