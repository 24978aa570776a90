import { PhoneCall, UserPlus } from "lucide-react";
import { Link } from "react-router";
import type { DriverView } from "../../../shared/drivers/driver.schema.ts";
import type { DriverId } from "../../../shared/ids.ts";
import { usePosition, usePresence } from "../../app/providers.tsx";
import { useServerNow } from "../../app/use-server-now.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Initials } from "../../ui/initials.tsx";
import { DUTY_LOOK } from "../drivers/duty-look.ts";
import { phoneWords } from "./phone-words.ts";

type FleetPanelProps = {
  drivers: readonly DriverView[];
  chosenId: DriverId | null;
  onChoose: (id: DriverId | null) => void;
};

/** Who is out there, while no order is open: choosing one shows his orders alone. */
export function FleetPanel({ drivers, chosenId, onChoose }: FleetPanelProps) {
  const now = useServerNow(15_000);
  const onDuty = drivers.filter(({ isActive, status }) => isActive && status !== "offline");
  const away = drivers.filter(({ isActive, status }) => isActive && status === "offline").length;
  if (drivers.length === 0) {
    return (
      <EmptyState
        icon={UserPlus}
        title="No drivers yet"
        action={
          <Button asChild tone="primary">
            <Link to="/drivers">Add a driver</Link>
          </Button>
        }
      >
        A driver signs in on a phone, goes on duty, and can then be given orders.
      </EmptyState>
    );
  }
  return (
    <section aria-label="Drivers on duty" className="flex h-full min-h-0 flex-col">
      <header className="flex h-11 shrink-0 items-center gap-2 border-b px-5">
        <h2 className="font-medium text-sm">Drivers on duty</h2>
        <span className="text-ink-soft text-sm">{onDuty.length}</span>
        <span className="flex-1" />
        {away > 0 ? <span className="text-ink-soft text-sm">{away} off duty</span> : null}
      </header>
      <ul className="grid min-h-0 flex-1 auto-rows-min grid-cols-[repeat(auto-fill,minmax(15rem,1fr))] content-start gap-x-2 overflow-y-auto p-2">
        {onDuty.map(driver => (
          <FleetRow
            key={driver.id}
            driver={driver}
            now={now}
            isChosen={driver.id === chosenId}
            onChoose={onChoose}
          />
        ))}
      </ul>
    </section>
  );
}

type FleetRowProps = Pick<FleetPanelProps, "onChoose"> & {
  driver: DriverView;
  now: number;
  isChosen: boolean;
};

function FleetRow({ driver, now, isChosen, onChoose }: FleetRowProps) {
  const { label, icon: Icon, ink } = DUTY_LOOK[driver.status];
  const presence = usePresence(driver.id);
  const phone = phoneWords(driver, { presence, positionAt: usePosition(driver.id)?.timestamp }, now);
  return (
    <li className="flex items-center">
      <button
        type="button"
        aria-pressed={isChosen}
        onClick={() => onChoose(isChosen ? null : driver.id)}
        className="flex h-14 min-w-0 flex-1 items-center gap-3 rounded-control px-3 text-left hover:bg-ink/4 aria-pressed:bg-brand-wash"
      >
        <Initials name={driver.fullName} />
        <span className="min-w-0 flex-1">
          <span className="block truncate">{driver.fullName}</span>
          {phone?.isUrgent ? (
            <span className="block truncate font-medium text-attention-ink text-xs">{phone.text}</span>
          ) : (
            <span className={`flex items-center gap-1 whitespace-nowrap text-xs ${ink}`}>
              <Icon aria-hidden className="size-3.5" strokeWidth={1.75} />
              {label}
              {driver.activeOrders > 0 ? (
                <span className="text-ink-soft">· {driver.activeOrders} in hand</span>
              ) : null}
              {phone ? <span className="truncate text-ink-soft">· {phone.text}</span> : null}
            </span>
          )}
        </span>
      </button>
      {phone?.isUrgent ? (
        <Button asChild size="small" tone="bare">
          <a href={`tel:${driver.phone.replaceAll(" ", "")}`} aria-label={`Call ${driver.fullName}`}>
            <PhoneCall aria-hidden className="size-4" strokeWidth={1.75} />
          </a>
        </Button>
      ) : null}
    </li>
  );
}
