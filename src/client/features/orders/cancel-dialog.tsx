import { useState } from "react";
import type { OrderView } from "../../../shared/orders/order.schema.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/text-input.tsx";

type CancelDialogProps = {
  order: OrderView;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onCancel: (reason: string) => void;
  isPending: boolean;
};

const USUAL_REASONS = [
  "Ordered by mistake",
  "Not in stock",
  "Recipient cannot be reached",
  "No driver available",
];
const SHORTEST_REASON = 3;

/** Cancelling cannot be taken back, so it asks why; the reason is kept in the thread. */
export function CancelDialog({ order, open, onOpenChange, onCancel, isPending }: CancelDialogProps) {
  const [reason, setReason] = useState("");
  const [isAsked, setIsAsked] = useState(false);
  const isMissing = reason.trim().length < SHORTEST_REASON;
  const confirm = () => {
    setIsAsked(true);
    if (!isMissing) onCancel(reason.trim());
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Cancel ${order.orderNumber}?`}
      description={`${order.customerName}, ${order.delivery.address}. This cannot be taken back.`}
      actions={
        <>
          <Button onClick={() => onOpenChange(false)}>Keep the order</Button>
          <Button tone="danger" pending={isPending} onClick={confirm}>
            Cancel the order
          </Button>
        </>
      }
    >
      <form
        onSubmit={event => {
          event.preventDefault();
          confirm();
        }}
      >
        <Field label="Reason" error={isAsked && isMissing ? "Say why, in a few words" : undefined}>
          {control => (
            <TextInput
              {...control}
              value={reason}
              maxLength={300}
              autoFocus
              onChange={event => setReason(event.target.value)}
            />
          )}
        </Field>
        <div className="mt-2.5 flex flex-wrap gap-1.5">
          {USUAL_REASONS.map(usual => (
            <Button key={usual} size="small" onClick={() => setReason(usual)}>
              {usual}
            </Button>
          ))}
        </div>
      </form>
    </Dialog>
  );
}
