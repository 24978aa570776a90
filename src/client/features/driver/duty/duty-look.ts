import { Coffee, type LucideIcon, Moon, Sun } from "lucide-react";
import type { DriverStatus } from "../../../../shared/drivers/driver.schema.ts";
import type { DutyAction } from "./use-duty.ts";

/** How a duty looks and reads; of a busy driver it is said what he does now. The dot's shape differs too: filled, ringed, hollow. */
export const DUTY_LOOK = {
  offline: { label: "Off duty", dot: "border-2 border-ink-soft" },
  available: { label: "On duty", dot: "bg-delivered" },
  busy: { label: "On task", dot: "bg-brand ring-2 ring-brand/30" },
  on_break: { label: "On break", dot: "border-4 border-attention" },
} as const satisfies Record<DriverStatus, { label: string; dot: string }>;

export const DUTY_VERB = {
  goOnDuty: { label: "Go on duty", detail: "Orders come in, your position is shared", icon: Sun },
  takeBreak: { label: "Take a break", detail: "No orders, no position, until you are back", icon: Coffee },
  goOffDuty: { label: "Go off duty", detail: "Done for now: no orders, no position", icon: Moon },
} as const satisfies Record<DutyAction, { label: string; detail: string; icon: LucideIcon }>;
