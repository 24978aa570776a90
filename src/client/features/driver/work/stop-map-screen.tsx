import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useParams } from "react-router";
import type { DriverView } from "../../../../shared/drivers/driver.schema.ts";
import { useTRPC } from "../../../app/trpc.ts";
import { CityMap, type MapDriver, type MapRoute, type MapStop } from "../../../map/index.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { initialsOf } from "../../../ui/initials.tsx";
import { useLeg } from "../../way/use-leg.ts";
import { BackHeader } from "../parts/back-header.tsx";
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
  const trpc = useTRPC();
  const { here } = useTracker();
  const config = useQuery({ ...trpc.maps.config.queryOptions(), staleTime: Number.POSITIVE_INFINITY });
  const { latitude, longitude } = stop.place;
  const leg = useMemo(
    () => ({ id: "to_stop", origin: null, destination: { latitude, longitude }, isUnderway: true }) as const,
    [latitude, longitude],
  );
  const sighting = useMemo(() => here && { ...here, accuracy: here.accuracyMeters }, [here]);
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
  const drivers: MapDriver[] = here
    ? [
        {
          id: driver.id,
          point: here,
          initials: initialsOf(driver.fullName),
          label: "You",
          state: "on_task",
          headingDegrees: here.headingDegrees,
        },
      ]
    : [];
  const routes: MapRoute[] = way ? [{ ...way, id: "way", driverId: driver.id }] : [];
  return (
    <div className="min-h-0 flex-1">
      <CityMap
        config={config.data}
        label={`Map: the way to ${stop.who}`}
        stops={stops}
        drivers={drivers}
        routes={routes}
        fitRequest={here ? "with-me" : "stop"}
        className="size-full"
      />
    </div>
  );
}
