import { useQuery } from "@tanstack/react-query";
import type { VendorId } from "../../../shared/ids.ts";
import type { OrderView } from "../../../shared/orders/order.schema.ts";
import { useTRPC } from "../../app/trpc.ts";
import { Sheet } from "../../ui/sheet.tsx";
import { tell } from "../../ui/toast.ts";
import { OrderForm } from "./order-form/order-form.tsx";

type NewOrderSheetProps = {
  vendorId: VendorId;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onCreated: (order: OrderView) => void;
};

/** An order that came by phone or over the counter, entered beside the board. */
export default function NewOrderSheet({ vendorId, open, onOpenChange, onCreated }: NewOrderSheetProps) {
  const trpc = useTRPC();
  const vendor = useQuery(trpc.vendors.me.queryOptions(undefined, { enabled: open }));
  const near = vendor.data && {
    latitude: vendor.data.address.latitude,
    longitude: vendor.data.address.longitude,
  };
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title="New order">
      <div className="px-5 py-5">
        <OrderForm
          vendorId={vendorId}
          {...(near ? { near } : {})}
          onLeave={() => onOpenChange(false)}
          onDone={order => {
            tell(`${order.orderNumber} is on the board`);
            onOpenChange(false);
            onCreated(order);
          }}
        />
      </div>
    </Sheet>
  );
}
