import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { DriverView } from "../../../shared/drivers/driver.schema.ts";
import type { OrderId } from "../../../shared/ids.ts";
import { CLOSED } from "../../../shared/orders/order.machine.ts";
import type { OrderView } from "../../../shared/orders/order.schema.ts";
import { usePositions } from "../../app/providers.tsx";
import { useTRPC } from "../../app/trpc.ts";
import { CityMap, type MapView } from "../../map/index.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { useNow } from "../../ui/use-now.ts";
import { useWay } from "../way/use-way.ts";
import { driversOf, stopsOf } from "./map-things.ts";

type BoardMapProps = {
  orders: readonly OrderView[];
  drivers: readonly DriverView[];
  /** Lit by the pointer in the list, or chosen. */
  litId: OrderId | null;
  onSelect: (id: OrderId | null) => void;
  onView: (view: MapView) => void;
};

/** The board's map. It alone renders with each live position; the queue beside it does not. */
export function BoardMap({ orders, drivers, litId, onSelect, onView }: BoardMapProps) {
  const trpc = useTRPC();
  const config = useQuery(trpc.maps.config.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
  const positions = usePositions();
  const now = useNow(15_000);
  const stops = useMemo(() => stopsOf(orders), [orders]);
  const marks = useMemo(() => driversOf(drivers, positions, orders, now), [drivers, positions, orders, now]);
  const lit = orders.find(({ id, status }) => id === litId && !CLOSED.includes(status)) ?? null;
  const routes = useWay(lit, {
    sighting: (lit?.driverId && positions.get(lit.driverId)) || null,
    markerId: lit?.driverId ?? null,
  });

  if (config.isError) return <ErrorState error={config.error} onRetry={() => config.refetch()} />;
  if (!config.data) return <Skeleton className="size-full" />;
  const select = (id: string | null) => {
    if (id === null) return onSelect(null);
    const driver = marks.find(mark => mark.id === id);
    const orderId = driver ? driver.belongsTo?.[0] : id;
    const order = orders.find(one => one.id === orderId);
    if (order) onSelect(order.id);
  };
  return (
    <CityMap
      config={config.data}
      label="Live map of orders and drivers"
      stops={stops}
      drivers={marks}
      routes={routes}
      selectedId={litId}
      onSelect={select}
      onView={onView}
      fitRequest={stops.length > 0 ? "first" : "empty"}
    />
  );
}
