import { useMemo } from "react";
import type { DriverView } from "../../../shared/drivers/driver.schema.ts";
import type { OrderId } from "../../../shared/ids.ts";
import { CLOSED } from "../../../shared/orders/order.machine.ts";
import type { OrderView } from "../../../shared/orders/order.schema.ts";
import { usePositions } from "../../app/providers.tsx";
import { useIsCutOff } from "../../app/realtime/as-of.ts";
import { useMapConfig } from "../../app/use-map-config.ts";
import { useServerNow } from "../../app/use-server-now.ts";
import { CityMap, type MapView } from "../../map/index.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { isDriverOnIt } from "../way/legs.ts";
import { useWay } from "../way/use-way.ts";
import { driversOf, positionOf, stopsOf } from "./map-things.ts";

type BoardMapProps = {
  orders: readonly OrderView[];
  drivers: readonly DriverView[];
  /** Whose way is drawn. */
  selectedId: OrderId | null;
  /** Lit: under the pointer in the list, or else the chosen one. */
  litId: OrderId | null;
  onSelect: (id: OrderId | null) => void;
  onView: (view: MapView) => void;
};

/** The board's map. It alone renders with each live position; the queue beside it does not. */
export function BoardMap({ orders, drivers, selectedId, litId, onSelect, onView }: BoardMapProps) {
  const config = useMapConfig();
  const positions = usePositions();
  const nowMs = useServerNow(5_000);
  const isCutOff = useIsCutOff();
  const stops = useMemo(() => stopsOf(orders), [orders]);
  const marks = useMemo(
    () => driversOf(drivers, positions, orders, { nowMs, isCutOff }),
    [drivers, positions, orders, nowMs, isCutOff],
  );
  const chosen = orders.find(({ id, status }) => id === selectedId && !CLOSED.includes(status)) ?? null;
  const driver = drivers.find(({ id }) => id === chosen?.driverId) ?? null;
  const routes = useWay(chosen, {
    sighting: driver && positionOf(driver, positions),
    markerId: driver?.id ?? null,
  });

  if (config.isError) return <ErrorState error={config.error} onRetry={() => config.refetch()} />;
  if (!config.data) return <Skeleton className="size-full" />;
  const select = (id: string | null) => {
    if (id === null) return onSelect(null);
    const mark = marks.find(one => one.id === id);
    const those = orders.filter(order => (mark?.belongsTo ?? [id]).includes(order.id));
    const order = those.find(one => isDriverOnIt(one, one.eta)) ?? those[0];
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
