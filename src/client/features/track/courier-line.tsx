import { Bike, Car, type LucideIcon, Motorbike, Phone, Truck } from "lucide-react";
import type { VehicleType } from "../../../shared/drivers/driver.schema.ts";
import type { TrackingView } from "../../../shared/tracking/tracking.schema.ts";

const VEHICLE = {
  bike: { label: "by bicycle", icon: Bike },
  scooter: { label: "by scooter", icon: Motorbike },
  car: { label: "by car", icon: Car },
  van: { label: "by van", icon: Truck },
} as const satisfies Record<VehicleType, { label: string; icon: LucideIcon }>;

/** Who brings it, and whom to call. */
export function CourierLine({ view }: { view: TrackingView }) {
  const { driver, vendorName, vendorPhone } = view;
  const { label, icon: Icon } = VEHICLE[driver?.vehicleType ?? "bike"];
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-3">
      {driver ? (
        <p className="flex min-w-34 flex-1 items-center gap-3">
          <span className="inline-flex size-11 shrink-0 items-center justify-center rounded-full bg-brand-wash text-brand">
            <Icon aria-hidden className="size-6" strokeWidth={1.75} />
          </span>
          <span className="min-w-0">
            <span className="block truncate font-medium text-lg">{driver.firstName}</span>
            <span className="block whitespace-nowrap text-ink-soft">{label}</span>
          </span>
        </p>
      ) : null}
      {vendorPhone ? (
        <a
          href={`tel:${vendorPhone.replace(/[^+\d]/g, "")}`}
          className="inline-flex h-11 items-center justify-center gap-2 rounded-control border border-hairline-strong bg-surface px-3 font-medium hover:bg-sunken"
        >
          <Phone aria-hidden className="size-4.5" strokeWidth={1.75} />
          Call {vendorName}
        </a>
      ) : null}
    </div>
  );
}
