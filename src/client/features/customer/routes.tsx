import type { RouteObject } from "react-router";
import { lazyScreen } from "../../app/lazy-screen.ts";

/** The screens of those who order deliveries. */
export const customerRoutes: RouteObject[] = [
  { path: "/orders", lazy: lazyScreen(() => import("./orders-screen.tsx"), "OrdersScreen") },
  { path: "/orders/new", lazy: lazyScreen(() => import("./new-order-screen.tsx"), "NewOrderScreen") },
  { path: "/orders/:orderId", lazy: lazyScreen(() => import("./order-screen.tsx"), "OrderScreen") },
];
