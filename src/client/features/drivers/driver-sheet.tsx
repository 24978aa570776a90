import type { DriverView } from "../../../shared/drivers/driver.schema.ts";
import { Button } from "../../ui/button.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { DriverForm } from "./driver-form.tsx";
import { useDriverCommands } from "./use-driver-commands.ts";

/** What the sheet shows: nothing, an empty form, or one driver. */
export type OpenDriver = DriverView | "new" | null;

/** A driver's details beside the list, with the switch that lets him work or not. */
export function DriverSheet({ open, onClose }: { open: OpenDriver; onClose: () => void }) {
  const driver = open === "new" ? null : open;
  return (
    <Sheet
      open={open !== null}
      onOpenChange={isOpen => !isOpen && onClose()}
      title={driver ? driver.fullName : "New driver"}
    >
      <div className="flex flex-col gap-6 px-5 py-5">
        {open ? <DriverForm key={driver?.id ?? "new"} driver={driver} onDone={onClose} /> : null}
        {driver?.can.includes("update") ? <Duty driver={driver} onDone={onClose} /> : null}
      </div>
    </Sheet>
  );
}

function Duty({ driver, onDone }: { driver: DriverView; onDone: () => void }) {
  const { setActive } = useDriverCommands();
  const isBusy = !driver.can.includes("setActive");
  return (
    <section className="flex items-center justify-between gap-4 border-t pt-5">
      <p className="text-ink-soft text-sm">
        {driver.isActive
          ? isBusy
            ? "There are still parcels to deliver. Deactivating waits until they are."
            : "A deactivated driver is signed out and gets no more offers. What was delivered stays in the reports."
          : "This driver cannot sign in."}
      </p>
      <Button
        tone={driver.isActive ? "dangerQuiet" : "quiet"}
        disabled={isBusy}
        pending={setActive.isPending}
        onClick={() => setActive.mutate({ id: driver.id, isActive: !driver.isActive }, { onSuccess: onDone })}
      >
        {driver.isActive ? "Deactivate" : "Activate"}
      </Button>
    </section>
  );
}
