import type { Clock } from "../../platform/clock/clock.port.ts";
import type { AssignmentsService } from "../assignments/index.ts";
import type { AuthService } from "../auth/index.ts";
import type { DriversService } from "../drivers/index.ts";
import type { LocationsService } from "../locations/index.ts";
import type { MapsService } from "../maps/index.ts";
import type { OrdersService } from "../orders/index.ts";
import type { ProofsService } from "../proofs/index.ts";
import type { UsersService } from "../users/index.ts";
import type { VendorsService } from "../vendors/index.ts";

/** The use cases that the demo world is made with: those that everybody else has too. */
export type DemoServices = {
  auth: AuthService;
  users: UsersService;
  vendors: VendorsService;
  drivers: DriversService;
  orders: OrdersService;
  assignments: AssignmentsService;
  locations: LocationsService;
  maps: MapsService;
  proofs: ProofsService;
};

/** Builds the services on another clock; the caller disposes of them. */
export type ServicesAt = (clock: Clock) => Promise<{ services: DemoServices } & AsyncDisposable>;
