import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";

type PauseDialogProps = {
  businessName: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  isPending: boolean;
  onPause: () => void;
};

/** Pausing stops a business's trade, so it says what happens before it does. */
export function PauseDialog({ businessName, open, onOpenChange, isPending, onPause }: PauseDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Pause ${businessName}?`}
      description="Customers no longer see it and it takes no new orders. Deliveries under way can be finished. It can be reopened at any time."
      actions={
        <>
          <Button onClick={() => onOpenChange(false)}>Leave it open</Button>
          <Button tone="danger" pending={isPending} onClick={onPause}>
            Pause it
          </Button>
        </>
      }
    />
  );
}
