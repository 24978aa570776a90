import { Bike, Car, CircleCheck, Coffee, type LucideIcon, Moon, Motorbike, Route, Truck } from "lucide-react";
import type { DriverStatus, VehicleType } from "../../../shared/drivers/driver.schema.ts";

/** How a driver's duty looks and reads. */
export const DUTY_LOOK = {
  available: { label: "Available", icon: CircleCheck, ink: "text-delivered" },
  busy: { label: "On task", icon: Route, ink: "text-brand" },
  on_break: { label: "On break", icon: Coffee, ink: "text-attention-ink" },
  offline: { label: "Off duty", icon: Moon, ink: "text-ink-soft" },
} as const satisfies Record<DriverStatus, { label: string; icon: LucideIcon; ink: string }>;

export const VEHICLE_LOOK = {
  bike: { label: "Bicycle", icon: Bike },
  scooter: { label: "Scooter", icon: Motorbike },
  car: { label: "Car", icon: Car },
  van: { label: "Van", icon: Truck },
} as const satisfies Record<VehicleType, { label: string; icon: LucideIcon }>;
