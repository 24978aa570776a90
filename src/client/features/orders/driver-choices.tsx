import { useQuery } from "@tanstack/react-query";
import type { DriverView } from "../../../shared/drivers/driver.schema.ts";
import type { OrderView } from "../../../shared/orders/order.schema.ts";
import { useTRPC } from "../../app/trpc.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { Initials } from "../../ui/initials.tsx";
import { MenuItem } from "../../ui/menu.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { DUTY_LOOK } from "../drivers/duty-look.ts";
import { type RankedDriver, rankDrivers } from "./rank-drivers.ts";

type DriverChoicesProps = { order: OrderView; onAssign: (driver: DriverView) => void };

/** The drivers to choose from, with what speaks for each. */
export default function DriverChoices({ order, onAssign }: DriverChoicesProps) {
  const trpc = useTRPC();
  const drivers = useQuery(trpc.drivers.list.queryOptions({ vendorId: order.vendorId, limit: 100 }));
  if (drivers.isPending) return <SkeletonRows rows={3} label="Loading drivers" />;
  if (drivers.isError) return <ErrorState error={drivers.error} onRetry={() => drivers.refetch()} compact />;
  const ranked = rankDrivers(drivers.data.items, order.pickup);
  if (ranked.length === 0) {
    return <p className="px-2.5 pb-2 text-ink-soft text-sm">No drivers yet. Add one under Drivers.</p>;
  }
  return ranked.map(choice => (
    <MenuItem
      key={choice.driver.id}
      disabled={!choice.canTakeWork}
      onSelect={() => onAssign(choice.driver)}
      icon={<Initials name={choice.driver.fullName} />}
    >
      <Choice {...choice} />
    </MenuItem>
  ));
}

function Choice({ driver, distanceKm }: RankedDriver) {
  const { label, icon: Icon, ink } = DUTY_LOOK[driver.status];
  const facts = [
    driver.activeOrders > 0 ? `${driver.activeOrders} in hand` : null,
    distanceKm === null ? null : `${distanceKm.toFixed(1)} km from pickup`,
    driver.isSilent ? "silent" : null,
  ].filter(fact => fact !== null);
  return (
    <span className="flex min-w-60 flex-col">
      <span>{driver.fullName}</span>
      <span className="flex items-center gap-1.5 text-ink-soft text-xs">
        <span className={`flex items-center gap-1 ${ink}`}>
          <Icon aria-hidden className="size-3.5" strokeWidth={1.75} />
          {label}
        </span>
        {facts.length > 0 ? `· ${facts.join(" · ")}` : ""}
      </span>
    </span>
  );
}
