import { useMemo } from "react";
import { useParams } from "react-router";
import { FRESH_MS } from "../../../../shared/drivers/driver.presence.ts";
import type { DriverView } from "../../../../shared/drivers/driver.schema.ts";
import { pointOf } from "../../../../shared/geo.ts";
import { useConnection } from "../../../app/providers.tsx";
import { useMapConfig } from "../../../app/use-map-config.ts";
import { CityMap, type MapDriver, type MapRoute, type MapStop } from "../../../map/index.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { initialsOf } from "../../../ui/initials.tsx";
import { duration } from "../../../ui/time-format.ts";
import { useNow } from "../../../ui/use-now.ts";
import { useLeg } from "../../way/use-leg.ts";
import { BackHeader } from "../parts/back-header.tsx";
import type { Fix } from "../phone/sampling.ts";
import { useWakeLock } from "../phone/use-wake-lock.ts";
import type { Stop } from "./stops.ts";
import { useTracker } from "./use-driver-phone.ts";
import { useDriver, useWork } from "./use-work.ts";
import { WorkSkeleton } from "./work-skeleton.tsx";

/** The way to one stop inside MedEx, so that the position goes on being sent. */
export function StopMapScreen() {
  const { orderId } = useParams();
  const { work } = useWork();
  const driver = useDriver();
  const stop = work?.stops.find(({ order }) => order.id === orderId);
  if (!work || !driver.data) return <WorkSkeleton />;
  return (
    <>
      <BackHeader title={stop?.who ?? "Map"} detail={stop?.place.address} />
      {stop ? (
        <StopMap stop={stop} driver={driver.data} />
      ) : (
        <EmptyState title="This stop is not yours any more">Go back to see what is next.</EmptyState>
      )}
    </>
  );
}

function StopMap({ stop, driver }: { stop: Stop; driver: DriverView }) {
  useWakeLock(true);
  const { here } = useTracker();
  const config = useMapConfig();
  const orderId = stop.order.id;
  const { latitude, longitude } = stop.place;
  const leg = useMemo(
    () => ({
      id: `to_stop:${orderId}`,
      origin: null,
      destination: { latitude, longitude },
      isUnderway: true,
    }),
    [orderId, latitude, longitude],
  );
  // Until the phone has found itself: where it was last.
  const sighting = useMemo(
    () => (here ? { ...here, accuracy: here.accuracyMeters } : driver.location),
    [here, driver.location],
  );
  const now = useNow(10_000);
  const { clock } = useConnection();
  const way = useLeg(leg, { vehicleType: driver.vehicleType, sighting });
  if (config.error) return <ErrorState error={config.error} onRetry={() => void config.refetch()} />;
  if (!config.data) return <WorkSkeleton />;

  const stops: MapStop[] = [
    {
      id: stop.order.id,
      kind: stop.kind,
      point: { latitude, longitude },
      label: `${stop.kind === "pickup" ? "Pickup" : "Delivery"}: ${stop.who}, ${stop.place.address}`,
      initial: stop.order.vendorName.charAt(0),
    },
  ];
  const mark = here ? markHere(driver, here, now) : markLast(driver, now + clock.offsetMs());
  const routes: MapRoute[] = way ? [{ ...way, driverId: driver.id }] : [];
  return (
    <div className="min-h-0 flex-1">
      <CityMap
        config={config.data}
        label={`Map: the way to ${stop.who}`}
        stops={stops}
        drivers={mark ? [mark] : []}
        routes={routes}
        fitRequest={here ? "with-me" : "stop"}
        className="size-full"
      />
    </div>
  );
}

const markOf = ({ id, fullName }: DriverView) => ({ id, initials: initialsOf(fullName), label: "You" });

/** Where the phone found itself, by its own clock; with its age when it does no more. */
const markHere = (driver: DriverView, here: Fix, nowMs: number): MapDriver => ({
  ...markOf(driver),
  point: pointOf(here),
  state: "on_task",
  headingDegrees: here.headingDegrees,
  ...(nowMs - here.timestampMs > FRESH_MS ? { ageLabel: duration(nowMs - here.timestampMs) } : {}),
});

/** Where the service heard of him last, with its age. */
const markLast = (driver: DriverView, serverNowMs: number): MapDriver | null =>
  driver.location && {
    ...markOf(driver),
    point: pointOf(driver.location),
    state: "silent",
    ageLabel: duration(serverNowMs - Date.parse(driver.location.timestamp)),
  };
