import type { RouteObject } from "react-router";
import { LINK_PATHS } from "../../shared/auth/link-paths.ts";
import { adminRoutes } from "../features/admin/routes.tsx";
import { customerRoutes } from "../features/customer/routes.tsx";
import { driverRoutes } from "../features/driver/routes.tsx";
import { lazyScreen } from "./lazy-screen.ts";
import { Opening } from "./opening.tsx";
import { RequireRole, RequireSession } from "./require-role.tsx";
import { NotFound, RouteError } from "./route-error.tsx";
import { vendorRoutes } from "./vendor-routes.tsx";

const ACCOUNT: RouteObject = {
  path: "/account",
  lazy: lazyScreen(() => import("../features/auth/account-screen.tsx"), "AccountScreen"),
};

/** Where letters lead, and the way to one of them: open to whoever holds the link. */
const LINKS: RouteObject[] = [
  {
    path: "/forgot-password",
    lazy: lazyScreen(
      () => import("../features/auth/links/forgot-password-screen.tsx"),
      "ForgotPasswordScreen",
    ),
  },
  {
    path: LINK_PATHS.passwordReset,
    lazy: lazyScreen(() => import("../features/auth/links/reset-password-screen.tsx"), "ResetPasswordScreen"),
  },
  {
    path: LINK_PATHS.emailVerification,
    lazy: lazyScreen(() => import("../features/auth/links/verify-email-screen.tsx"), "VerifyEmailScreen"),
  },
  {
    path: LINK_PATHS.invitation,
    lazy: lazyScreen(() => import("../features/auth/links/invitation-screen.tsx"), "InvitationScreen"),
  },
];

/** Within the frame of the office screens, which stays when one of them breaks; a courier's phone never loads it. */
const inOffice = (children: RouteObject[]): RouteObject => ({
  lazy: lazyScreen(() => import("./shell.tsx"), "Shell"),
  errorElement: <RouteError />,
  children: [{ errorElement: <RouteError />, children }],
});

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
      ...LINKS,
      {
        element: <RequireSession />,
        children: [inOffice([ACCOUNT])],
      },
      {
        element: <RequireRole only="vendor" />,
        children: [
          inOffice([
            {
              lazy: lazyScreen(() => import("../features/auth/approval-gate.tsx"), "ApprovalGate"),
              children: vendorRoutes,
            },
          ]),
        ],
      },
      {
        element: <RequireRole only="user" />,
        children: [inOffice(customerRoutes)],
      },
      {
        element: <RequireRole only="admin" />,
        children: [inOffice(adminRoutes)],
      },
      // A courier's phone has its own frame: one card, one verb.
      { element: <RequireRole only="driver" />, children: driverRoutes },
      { path: "*", element: <NotFound /> },
    ],
  },
];
