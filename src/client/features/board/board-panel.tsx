import { lazy, Suspense } from "react";
import type { DriverView } from "../../../shared/drivers/driver.schema.ts";
import type { DriverId, OrderId } from "../../../shared/ids.ts";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import type { ChosenOrderProps } from "./chosen-order.tsx";
import { FleetPanel } from "./fleet-panel.tsx";

/** To be called once the queue is there, so that an order opens at once, also when the network is gone by then. */
export const loadChosenOrder = () => import("./chosen-order.tsx");
const ChosenOrder = lazy(loadChosenOrder);

type BoardPanelProps = Omit<ChosenOrderProps, "orderId"> & {
  selectedId: OrderId | null;
  drivers: readonly DriverView[];
  driverId: DriverId | null;
  onChooseDriver: (id: DriverId | null) => void;
};

/** Beside the list: the chosen order, or the drivers while none is chosen. Always there, so the map keeps its size. */
export function BoardPanel({ selectedId, drivers, driverId, onChooseDriver, ...order }: BoardPanelProps) {
  if (!selectedId) return <FleetPanel drivers={drivers} chosenId={driverId} onChoose={onChooseDriver} />;
  return (
    <Suspense fallback={<SkeletonRows label="Loading the order" />}>
      <ChosenOrder key={selectedId} orderId={selectedId} {...order} />
    </Suspense>
  );
}
