import type { Role } from "../../shared/users/user.schema.ts";

/** Where each role begins. */
export const ROLE_HOME = {
  vendor: "/board",
  driver: "/driver",
  user: "/orders",
  admin: "/admin",
} as const satisfies Record<Role, string>;
