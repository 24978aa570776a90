import {
  Building2,
  ChartNoAxesColumn,
  ClipboardList,
  Gauge,
  LayoutDashboard,
  type LucideIcon,
  Package,
  Route,
  ScrollText,
  Settings2,
  SquarePen,
  Users,
} from "lucide-react";
import type { Role } from "../../shared/users/user.schema.ts";
import type { VendorAbility } from "../../shared/vendors/vendor.schema.ts";

export type NavigationItem = {
  to: string;
  label: string;
  icon: LucideIcon;
  end?: boolean;
  /** Shown to those alone who may do this with their business. */
  needs?: VendorAbility;
};

/** What stands in the rail, by whose screens they are. */
export const NAVIGATION = {
  vendor: [
    { to: "/board", label: "Board", icon: LayoutDashboard },
    { to: "/deliveries", label: "Orders", icon: ClipboardList },
    { to: "/drivers", label: "Drivers", icon: Users },
    { to: "/reports", label: "Reports", icon: ChartNoAxesColumn },
    { to: "/set-up", label: "Set-up", icon: Settings2, needs: "update" },
  ],
  user: [
    { to: "/orders", label: "Orders", icon: Package, end: true },
    { to: "/orders/new", label: "New", icon: SquarePen },
  ],
  driver: [{ to: "/driver", label: "Work", icon: Route }],
  admin: [
    { to: "/admin", label: "Overview", icon: Gauge, end: true },
    { to: "/admin/vendors", label: "Vendors", icon: Building2 },
    { to: "/admin/users", label: "People", icon: Users },
    { to: "/admin/orders", label: "Orders", icon: ClipboardList },
    { to: "/admin/audit", label: "Audit", icon: ScrollText },
  ],
} as const satisfies Record<Role, readonly NavigationItem[]>;
