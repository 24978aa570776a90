import { useEffect, useState } from "react";
import type { MapsConfig } from "../../../shared/maps/maps.schema.ts";
import type { TrackedPosition, TrackingView } from "../../../shared/tracking/tracking.schema.ts";
import { CityMap, type MapDriver, type MapStop } from "../../map/index.ts";
import { duration } from "../../ui/time-format.ts";
import { useNow } from "../../ui/use-now.ts";
import type { Stranger } from "./stranger.ts";

/** Unheard for longer, the page shows where the driver was, and says so. */
const OLD_AFTER_MS = 20_000;

type TrackingMapProps = {
  medex: Stranger["medex"];
  view: TrackingView;
  position: TrackedPosition;
  lastHeardAt: number | null;
};

/** Where the parcel is now, gliding from report to report, and roughly where it goes. */
export function TrackingMap({ medex, view, position, lastHeardAt }: TrackingMapProps) {
  const config = useMapsConfig(medex);
  const silentMs = Math.max(0, useNow(5_000) - (lastHeardAt ?? Number.POSITIVE_INFINITY));
  const isOld = silentMs > OLD_AFTER_MS;
  if (!config) return <div className="size-full bg-sunken" role="status" aria-label="The map is loading" />;
  const name = view.driver?.firstName ?? "The driver";
  const stops: MapStop[] = view.deliveryArea
    ? [
        {
          id: "delivery",
          kind: "delivery",
          point: view.deliveryArea,
          label: `Goes to ${view.deliveryStreet}`,
        },
      ]
    : [];
  const drivers: MapDriver[] = [
    {
      id: "driver",
      point: position,
      initials: name.charAt(0).toUpperCase(),
      label: name,
      state: isOld ? "silent" : "on_task",
      ageLabel: isOld ? duration(silentMs) : undefined,
      headingDegrees: position.heading,
    },
  ];
  return (
    <CityMap
      config={config}
      label={`Map: ${name} on the way to ${view.deliveryStreet}`}
      stops={stops}
      drivers={drivers}
      fitRequest="arrival"
      className="size-full"
    />
  );
}

/** The page does without a map when this fails: the time stands above it. */
function useMapsConfig(medex: Stranger["medex"]): MapsConfig | null {
  const [config, setConfig] = useState<MapsConfig | null>(null);
  useEffect(() => {
    let isGone = false;
    medex.maps.config.query().then(
      found => !isGone && setConfig(found),
      () => {},
    );
    return () => {
      isGone = true;
    };
  }, [medex]);
  return config;
}
