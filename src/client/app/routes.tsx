import type { RouteObject } from "react-router";
import { adminRoutes } from "../features/admin/routes.tsx";
import { ApprovalGate } from "../features/auth/approval-gate.tsx";
import { customerRoutes } from "../features/customer/routes.tsx";
import { driverRoutes } from "../features/driver/routes.tsx";
import { lazyScreen } from "./lazy-screen.ts";
import { Opening } from "./opening.tsx";
import { RequireRole, RequireSession } from "./require-role.tsx";
import { NotFound, RouteError } from "./route-error.tsx";
import { Shell } from "./shell.tsx";
import { vendorRoutes } from "./vendor-routes.tsx";

const ACCOUNT: RouteObject = {
  path: "/account",
  lazy: lazyScreen(() => import("../features/auth/account-screen.tsx"), "AccountScreen"),
};

/** Every address of the client. Screens are loaded when they are first opened; a driver's phone never loads the board. */
export const routes: RouteObject[] = [
  {
    errorElement: <RouteError />,
    hydrateFallbackElement: <Opening />,
    children: [
      {
        index: true,
        lazy: lazyScreen(() => import("../features/auth/sign-in-screen.tsx"), "SignInScreen"),
      },
      {
        path: "/sign-up",
        lazy: lazyScreen(() => import("../features/auth/sign-up-screen.tsx"), "SignUpScreen"),
      },
      {
        element: <RequireSession />,
        children: [{ element: <Shell />, errorElement: <RouteError />, children: [ACCOUNT] }],
      },
      {
        element: <RequireRole only="vendor" />,
        children: [
          {
            element: <Shell />,
            errorElement: <RouteError />,
            children: [{ element: <ApprovalGate />, children: vendorRoutes }],
          },
        ],
      },
      {
        element: <RequireRole only="user" />,
        children: [{ element: <Shell />, errorElement: <RouteError />, children: customerRoutes }],
      },
      {
        element: <RequireRole only="admin" />,
        children: [{ element: <Shell />, errorElement: <RouteError />, children: adminRoutes }],
      },
      // A courier's phone has its own frame: one card, one verb.
      { element: <RequireRole only="driver" />, children: driverRoutes },
      { path: "*", element: <NotFound /> },
    ],
  },
];
