import {
  Ban,
  Check,
  CircleDashed,
  ClipboardCheck,
  type LucideIcon,
  Navigation,
  Package,
  UserCheck,
} from "lucide-react";
import type { OrderStatus } from "../../shared/orders/order.machine.ts";

type StatusLook = {
  /** The word on a badge. */
  label: string;
  /** Who has the parcel now, in a sentence of the thread. */
  sentence: string;
  icon: LucideIcon;
  /** Text colour; `currentColor` paints bead and line. */
  ink: string;
  badge: string;
};

/** How each status looks and reads, everywhere. Colour is never the only sign. */
export const STATUS_LOOK = {
  pending: {
    label: "New",
    sentence: "Ordered",
    icon: CircleDashed,
    ink: "text-attention-ink",
    badge: "bg-attention-wash text-attention-ink ring-1 ring-inset ring-attention/60",
  },
  accepted: {
    label: "Accepted",
    sentence: "Accepted",
    icon: ClipboardCheck,
    ink: "text-accepted",
    badge: "wash text-accepted",
  },
  driver_assigned: {
    label: "Driver assigned",
    sentence: "Driver assigned",
    icon: UserCheck,
    ink: "text-assigned",
    badge: "wash text-assigned",
  },
  picked_up: {
    label: "Picked up",
    sentence: "Picked up",
    icon: Package,
    ink: "text-picked-up",
    badge: "wash text-picked-up",
  },
  out_for_delivery: {
    label: "On the way",
    sentence: "On the way",
    icon: Navigation,
    ink: "text-brand",
    badge: "bg-brand-wash text-brand",
  },
  delivered: {
    label: "Delivered",
    sentence: "Delivered",
    icon: Check,
    ink: "text-delivered",
    badge: "wash text-delivered",
  },
  cancelled: {
    label: "Cancelled",
    sentence: "Cancelled",
    icon: Ban,
    ink: "text-ink-soft",
    badge: "bg-ink/6 text-ink-soft",
  },
} as const satisfies Record<OrderStatus, StatusLook>;
