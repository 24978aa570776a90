import type { OrderView } from "../../../shared/orders/order.schema.ts";
import { Sheet } from "../../ui/sheet.tsx";
import { tell } from "../../ui/toast.ts";
import { OrderForm } from "./order-form/order-form.tsx";

type EditOrderSheetProps = { order: OrderView; open: boolean; onOpenChange: (open: boolean) => void };

/** Corrects an order that has not been picked up yet. */
export default function EditOrderSheet({ order, open, onOpenChange }: EditOrderSheetProps) {
  const close = () => onOpenChange(false);
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title={`Change ${order.orderNumber}`}>
      <div className="px-5 py-5">
        <OrderForm
          vendorId={order.vendorId}
          order={order}
          onLeave={close}
          onDone={({ orderNumber }) => {
            tell(`${orderNumber} is changed`);
            close();
          }}
        />
      </div>
    </Sheet>
  );
}
