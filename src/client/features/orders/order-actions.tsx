import { Check, UserPlus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import type { OrderView } from "../../../shared/orders/order.schema.ts";
import { Button } from "../../ui/button.tsx";
import { AssignMenu } from "./assign-menu.tsx";
import { CancelDialog } from "./cancel-dialog.tsx";
import { useOrderCommands } from "./use-order-commands.ts";

// The form with its validation is loaded when somebody changes an order.
const EditOrderSheet = lazy(() => import("./edit-order-sheet.tsx"));

type OrderActionsProps = {
  order: OrderView;
  /** The assign menu, opened from outside by a key. */
  isAssigning?: boolean;
  onAssigningChange?: (isAssigning: boolean) => void;
};

const ICON = { "aria-hidden": true, className: "size-4", strokeWidth: 1.75 } as const;

/** What its reader may do with an order now: one button for each action in `can`, the main one first. */
export function OrderActions({ order, isAssigning, onAssigningChange }: OrderActionsProps) {
  const { accept, assign, unassign, cancel } = useOrderCommands(order.id);
  const [isCancelling, setIsCancelling] = useState(false);
  const [isEditing, setIsEditing] = useState(false);
  const may = (action: OrderView["can"][number]) => order.can.includes(action);
  return (
    <div className="flex flex-wrap gap-2 empty:hidden">
      {may("accept") ? (
        <Button
          tone="primary"
          icon={<Check {...ICON} />}
          pending={accept.isPending}
          onClick={() => accept.mutate()}
        >
          Accept
        </Button>
      ) : null}
      {may("assign") ? (
        <AssignMenu
          order={order}
          open={isAssigning}
          onOpenChange={onAssigningChange}
          onAssign={driver => assign.mutate(driver)}
          trigger={
            <Button tone="primary" icon={<UserPlus {...ICON} />} pending={assign.isPending}>
              Assign
            </Button>
          }
        />
      ) : null}
      {may("unassign") ? (
        <Button pending={unassign.isPending} onClick={() => unassign.mutate()}>
          Take back
        </Button>
      ) : null}
      {may("update") ? <Button onClick={() => setIsEditing(true)}>Change</Button> : null}
      {may("cancel") ? (
        <Button tone="dangerQuiet" onClick={() => setIsCancelling(true)}>
          Cancel
        </Button>
      ) : null}
      {isEditing ? (
        <Suspense>
          <EditOrderSheet order={order} open onOpenChange={setIsEditing} />
        </Suspense>
      ) : null}
      <CancelDialog
        order={order}
        open={isCancelling}
        onOpenChange={setIsCancelling}
        isPending={cancel.isPending}
        onCancel={reason => cancel.mutate(reason, { onSuccess: () => setIsCancelling(false) })}
      />
    </div>
  );
}
