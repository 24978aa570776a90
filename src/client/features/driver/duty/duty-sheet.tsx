import type { DriverView } from "../../../../shared/drivers/driver.schema.ts";
import { PhoneSheet, SheetButton } from "../parts/phone-sheet.tsx";
import { DUTY_VERB } from "./duty-look.ts";
import { type DutyAction, dutyActions, useSetDuty } from "./use-duty.ts";

type DutySheetProps = {
  driver: DriverView;
  title: string;
  onClose: () => void;
  /** Going on duty asks for the position first. */
  onGoOnDuty: () => void;
};

/** The duty switch: what the server allows now, and why there may be nothing to choose. */
export function DutySheet({ driver, title, onClose, onGoOnDuty }: DutySheetProps) {
  const duty = useSetDuty();
  const actions = dutyActions(driver.can);
  const choose = (action: DutyAction) => {
    if (action === "goOnDuty") onGoOnDuty();
    else duty.set(action);
    onClose();
  };
  return (
    <PhoneSheet title={title} onClose={onClose}>
      {actions.map(action => {
        const { label, detail, icon: Icon } = DUTY_VERB[action];
        return (
          <SheetButton
            key={action}
            icon={<Icon aria-hidden className="size-6 shrink-0" strokeWidth={1.75} />}
            detail={detail}
            onClick={() => choose(action)}
          >
            {label}
          </SheetButton>
        );
      })}
      {actions.length === 0 ? (
        <p className="px-1 pb-2 text-lg">
          You have orders in hand. When the last one is delivered you are free again, and can take a break or
          go off duty.
        </p>
      ) : null}
    </PhoneSheet>
  );
}
