import type { Actor } from "../../shared/auth/actor.ts";
import type { AdminService } from "../features/admin/index.ts";
import type { AssignmentsService } from "../features/assignments/index.ts";
import type { AuditService } from "../features/audit/index.ts";
import type { AuthService, RequestFacts } from "../features/auth/index.ts";
import type { DriversService } from "../features/drivers/index.ts";
import type { LocationsService } from "../features/locations/index.ts";
import type { MapsService } from "../features/maps/index.ts";
import type { OrdersService } from "../features/orders/index.ts";
import type { PrivacyService } from "../features/privacy/index.ts";
import type { ProofsService } from "../features/proofs/index.ts";
import type { RealtimeService } from "../features/realtime/index.ts";
import type { ReportsService } from "../features/reports/index.ts";
import type { TrackingService } from "../features/tracking/index.ts";
import type { UsersService } from "../features/users/index.ts";
import type { VendorsService } from "../features/vendors/index.ts";
import type { TellDirectly } from "../platform/direct/direct.port.ts";
import type { RateClass } from "../platform/limits/rules.ts";
import type { MeasuredCall } from "../platform/metrics/metrics.ts";
import type { Subscriptions } from "./subscriptions.ts";

export type { RequestFacts } from "../features/auth/index.ts";

/** The use cases, one service a slice. */
export type Services = {
  auth: AuthService;
  users: UsersService;
  vendors: VendorsService;
  drivers: DriversService;
  orders: OrdersService;
  assignments: AssignmentsService;
  locations: LocationsService;
  proofs: ProofsService;
  tracking: TrackingService;
  realtime: RealtimeService;
  maps: MapsService;
  reports: ReportsService;
  audit: AuditService;
  admin: AdminService;
  privacy: PrivacyService;
};

export type Context = Services & {
  actor: Actor | null;
  request: RequestFacts;
  /** Counts a call of this request. Errors: TOO_MANY_REQUESTS. */
  admit(rateClass: RateClass): Promise<void>;
  /** On sockets alone. */
  tellDirectly?: TellDirectly;
  /** Hears of each call that has been answered. */
  measured(call: MeasuredCall): void;
  /** Counts what runs for subscribers. */
  subscriptions: Subscriptions;
};
