import type { RouteObject } from "react-router";
import { lazyScreen } from "../../app/lazy-screen.ts";

/** The administrator's screens. */
export const adminRoutes: RouteObject[] = [
  { path: "/admin", lazy: lazyScreen(() => import("./overview-screen.tsx"), "OverviewScreen") },
  { path: "/admin/vendors", lazy: lazyScreen(() => import("./vendors-screen.tsx"), "VendorsScreen") },
  { path: "/admin/users", lazy: lazyScreen(() => import("./users-screen.tsx"), "UsersScreen") },
  { path: "/admin/orders", lazy: lazyScreen(() => import("./orders-screen.tsx"), "AdminOrdersScreen") },
  { path: "/admin/audit", lazy: lazyScreen(() => import("./audit/audit-screen.tsx"), "AuditScreen") },
];
