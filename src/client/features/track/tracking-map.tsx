import { useEffect, useState } from "react";
import { FRESH_MS } from "../../../shared/drivers/driver.presence.ts";
import type { MapsConfig } from "../../../shared/maps/maps.schema.ts";
import type { TrackedPosition, TrackingView } from "../../../shared/tracking/tracking.schema.ts";
import { CityMap, type MapDriver, type MapStop } from "../../map/index.ts";
import { duration } from "../../ui/time-format.ts";
import type { Stranger } from "./stranger.ts";

type TrackingMapProps = {
  medex: Stranger["medex"];
  view: TrackingView;
  position: TrackedPosition;
  /** By the server's clock. */
  nowMs: number;
  /** Nothing new reaches this page: it shows where the driver was, and when. */
  isCutOff: boolean;
};

/** Where the parcel is now, gliding from report to report, and roughly where it goes. */
export function TrackingMap({ medex, view, position, nowMs, isCutOff }: TrackingMapProps) {
  const config = useMapsConfig(medex);
  const ageMs = nowMs - Date.parse(position.timestamp);
  const isOld = isCutOff || ageMs > FRESH_MS;
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
      label: isOld ? `${name}, ${duration(ageMs)} ago` : name,
      state: "on_task",
      ...(isOld ? { ageLabel: duration(ageMs) } : {}),
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
