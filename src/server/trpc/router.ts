import { adminRouter } from "../features/admin/admin.router.ts";
import { assignmentsRouter } from "../features/assignments/assignments.router.ts";
import { authRouter } from "../features/auth/auth.router.ts";
import { driversRouter } from "../features/drivers/drivers.router.ts";
import { mapsRouter } from "../features/maps/maps.router.ts";
import { ordersRouter } from "../features/orders/orders.router.ts";
import { privacyRouter } from "../features/privacy/privacy.router.ts";
import { proofsRouter } from "../features/proofs/proofs.router.ts";
import { realtimeRouter } from "../features/realtime/realtime.router.ts";
import { reportsRouter } from "../features/reports/reports.router.ts";
import { trackingRouter } from "../features/tracking/tracking.router.ts";
import { usersRouter } from "../features/users/users.router.ts";
import { vendorsRouter } from "../features/vendors/vendors.router.ts";
import { router } from "./init.ts";

export const appRouter = router({
  auth: authRouter,
  users: usersRouter,
  vendors: vendorsRouter,
  drivers: driversRouter,
  orders: ordersRouter,
  assignments: assignmentsRouter,
  tracking: trackingRouter,
  realtime: realtimeRouter,
  proofs: proofsRouter,
  maps: mapsRouter,
  reports: reportsRouter,
  admin: adminRouter,
  privacy: privacyRouter,
});

/** The whole API as a type: all that clients know of the server. */
export type AppRouter = typeof appRouter;
