import type { OrderId } from "../../../shared/ids.ts";
import type { OrderView } from "../../../shared/orders/order.schema.ts";
import { OrderActions } from "../orders/order-actions.tsx";
import { OrderDetail } from "../orders/order-detail.tsx";

export type ChosenOrderProps = {
  orderId: OrderId;
  known: OrderView | undefined;
  /** Left out where what is around it closes it. */
  onClose?: () => void;
  isAssigning: boolean;
  onAssigningChange: (isAssigning: boolean) => void;
};

/** The order that was chosen on the board, and what can be done with it. */
export default function ChosenOrder({ isAssigning, onAssigningChange, ...order }: ChosenOrderProps) {
  return (
    <OrderDetail
      {...order}
      actions={whole => (
        <OrderActions order={whole} isAssigning={isAssigning} onAssigningChange={onAssigningChange} />
      )}
    />
  );
}
