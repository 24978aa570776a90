import { WifiOff } from "lucide-react";
import type { DriverView } from "../../../shared/drivers/driver.schema.ts";
import { useServerNow } from "../../app/use-server-now.ts";
import { Badge } from "../../ui/badge.tsx";
import { duration } from "../../ui/time-format.ts";
import { DUTY_LOOK } from "./duty-look.ts";

/** A driver's duty; when the phone has gone silent, since when, for a silent driver is not a driver without work. */
export function DriverDuty({ driver }: { driver: DriverView }) {
  const now = useServerNow(15_000);
  if (!driver.isActive) return <Badge>Deactivated</Badge>;
  const { label, icon: Icon, ink } = DUTY_LOOK[driver.status];
  return (
    <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
      <span className={`flex items-center gap-1.5 whitespace-nowrap ${ink}`}>
        <Icon aria-hidden className="size-4" strokeWidth={1.75} />
        {label}
      </span>
      {driver.isSilent ? (
        <Badge tone="attention" icon={<WifiOff aria-hidden className="size-3.5" strokeWidth={1.75} />}>
          {driver.lastLocationUpdate
            ? `Silent for ${duration(now - Date.parse(driver.lastLocationUpdate))}`
            : "No position yet"}
        </Badge>
      ) : null}
    </span>
  );
}
