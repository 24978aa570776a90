import type { RouteObject } from "react-router";
import { lazyScreen } from "./lazy-screen.ts";

export const vendorRoutes: RouteObject[] = [
  { path: "/board", lazy: lazyScreen(() => import("../features/board/board-screen.tsx"), "BoardScreen") },
  {
    path: "/deliveries",
    lazy: lazyScreen(() => import("../features/orders/deliveries-screen.tsx"), "DeliveriesScreen"),
  },
  {
    path: "/drivers",
    lazy: lazyScreen(() => import("../features/drivers/drivers-screen.tsx"), "DriversScreen"),
  },
  {
    path: "/reports",
    lazy: lazyScreen(() => import("../features/reports/reports-screen.tsx"), "ReportsScreen"),
  },
  { path: "/set-up", lazy: lazyScreen(() => import("../features/setup/setup-screen.tsx"), "SetupScreen") },
];
