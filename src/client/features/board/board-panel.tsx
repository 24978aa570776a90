import type { DriverView } from "../../../shared/drivers/driver.schema.ts";
import type { DriverId, OrderId } from "../../../shared/ids.ts";
import type { OrderView } from "../../../shared/orders/order.schema.ts";
import { OrderActions } from "../orders/order-actions.tsx";
import { OrderDetail } from "../orders/order-detail.tsx";
import { FleetPanel } from "./fleet-panel.tsx";

type BoardPanelProps = {
  selectedId: OrderId | null;
  known: OrderView | undefined;
  /** Left out where what is around it closes it. */
  onClose?: () => void;
  isAssigning: boolean;
  onAssigningChange: (isAssigning: boolean) => void;
  drivers: readonly DriverView[];
  driverId: DriverId | null;
  onChooseDriver: (id: DriverId | null) => void;
};

/** Beside the list: the chosen order, or the drivers while none is chosen. Always there, so the map keeps its size. */
export function BoardPanel(props: BoardPanelProps) {
  const { selectedId, known, onClose, isAssigning, onAssigningChange, drivers, driverId, onChooseDriver } =
    props;
  if (!selectedId) return <FleetPanel drivers={drivers} chosenId={driverId} onChoose={onChooseDriver} />;
  return (
    <OrderDetail
      key={selectedId}
      orderId={selectedId}
      known={known}
      {...(onClose ? { onClose } : {})}
      actions={order => (
        <OrderActions order={order} isAssigning={isAssigning} onAssigningChange={onAssigningChange} />
      )}
    />
  );
}
