import { ChevronDown, Menu as MenuIcon } from "lucide-react";
import { useState } from "react";
import type { DriverView } from "../../../../shared/drivers/driver.schema.ts";
import { clockTime } from "../../../ui/time-format.ts";
import { useNow } from "../../../ui/use-now.ts";
import { doingWords } from "../work/doing.ts";
import type { Stop } from "../work/stops.ts";
import { useTracker } from "../work/use-driver-phone.ts";
import { DUTY_LOOK } from "./duty-look.ts";
import { DutySheet } from "./duty-sheet.tsx";
import { OwnSheet } from "./own-sheet.tsx";

type DutyHeaderProps = {
  driver: DriverView;
  /** Where he goes now. */
  stop: Stop | undefined;
  onGoOnDuty: () => void;
};

/** The top of the work screen: the duty, the time, and what is the driver's own. */
export function DutyHeader({ driver, stop, onGoOnDuty }: DutyHeaderProps) {
  const [open, setOpen] = useState<"duty" | "own" | null>(null);
  const now = useNow(10_000);
  const { here } = useTracker();
  const look = DUTY_LOOK[driver.status];
  const label = driver.status === "busy" ? doingWords(stop, here, now) : look.label;
  const close = () => setOpen(null);
  return (
    <header className="shrink-0 pt-[env(safe-area-inset-top)]">
      <div className="mx-auto flex h-16 w-full max-w-120 items-center gap-2 px-4">
        <button
          type="button"
          onClick={() => setOpen("duty")}
          className="inline-flex h-11 items-center gap-2.5 rounded-full border border-hairline-strong bg-surface pr-3 pl-4 font-medium text-lg"
        >
          <span aria-hidden className={`size-3 rounded-full ${look.dot}`} />
          {label}
          <ChevronDown aria-hidden className="size-5 text-ink-soft" strokeWidth={1.75} />
        </button>
        <span className="flex-1" />
        <time className="font-mono text-ink-soft text-lg">{clockTime(new Date(now).toISOString())}</time>
        <button
          type="button"
          aria-label="You, today and settings"
          onClick={() => setOpen("own")}
          className="-mr-2 inline-flex size-11 items-center justify-center rounded-control hover:bg-ink/6"
        >
          <MenuIcon aria-hidden className="size-6" strokeWidth={1.75} />
        </button>
      </div>
      {open === "duty" ? (
        <DutySheet driver={driver} title={label} onClose={close} onGoOnDuty={onGoOnDuty} />
      ) : null}
      {open === "own" ? <OwnSheet driver={driver} onClose={close} /> : null}
    </header>
  );
}
