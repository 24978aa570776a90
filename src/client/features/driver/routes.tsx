import type { RouteObject } from "react-router";
import { lazyScreen } from "../../app/lazy-screen.ts";

/** One frame for all of a courier's screens: it holds the phone's queue, position and socket while they change. */
export const driverRoutes: RouteObject[] = [
  {
    path: "/driver",
    lazy: lazyScreen(() => import("./driver-frame.tsx"), "DriverFrame"),
    children: [
      { index: true, lazy: lazyScreen(() => import("./work/work-screen.tsx"), "WorkScreen") },
      {
        path: "orders/:orderId/map",
        lazy: lazyScreen(() => import("./work/stop-map-screen.tsx"), "StopMapScreen"),
      },
      {
        path: "orders/:orderId/hand-over",
        lazy: lazyScreen(() => import("./handover/handover-screen.tsx"), "HandoverScreen"),
      },
      {
        path: "orders/:orderId/handed-over",
        lazy: lazyScreen(() => import("./handover/handed-over-screen.tsx"), "HandedOverScreen"),
      },
    ],
  },
];
