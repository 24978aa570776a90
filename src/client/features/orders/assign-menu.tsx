import { lazy, type ReactElement, Suspense } from "react";
import type { DriverView } from "../../../shared/drivers/driver.schema.ts";
import type { OrderView } from "../../../shared/orders/order.schema.ts";
import { Menu, MenuLabel } from "../../ui/menu.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";

const DriverChoices = lazy(() => import("./driver-choices.tsx"));

type AssignMenuProps = {
  order: OrderView;
  trigger: ReactElement;
  onAssign: (driver: DriverView) => void;
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
};

/** Whom to offer an order to, best choice first. */
export function AssignMenu({ order, trigger, onAssign, open, onOpenChange }: AssignMenuProps) {
  return (
    <Menu
      trigger={trigger}
      align="start"
      label="Assign to"
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange ? { onOpenChange } : {})}
    >
      <MenuLabel>Assign to</MenuLabel>
      <Suspense fallback={<SkeletonRows rows={3} label="Loading drivers" />}>
        <DriverChoices order={order} onAssign={onAssign} />
      </Suspense>
    </Menu>
  );
}
