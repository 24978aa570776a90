import { Check, CirclePause, Hourglass } from "lucide-react";
import { Badge } from "../../ui/badge.tsx";
import type { VendorState } from "./managed-vendor.ts";

const ICON = { "aria-hidden": true, className: "size-3.5", strokeWidth: 1.75 } as const;

const LOOK = {
  waiting: { tone: "attention", label: "Waits for approval", icon: <Hourglass {...ICON} /> },
  active: { tone: "brand", label: "Takes orders", icon: <Check {...ICON} /> },
  paused: { tone: "neutral", label: "Paused", icon: <CirclePause {...ICON} /> },
} as const;

/** Whether a business takes orders. */
export function VendorStateBadge({ state }: { state: VendorState }) {
  const { tone, label, icon } = LOOK[state];
  return (
    <Badge tone={tone} icon={icon}>
      {label}
    </Badge>
  );
}
