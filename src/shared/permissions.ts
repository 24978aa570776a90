import type { Role } from "./users/user.schema.ts";

/** `own`: only what belongs to the caller, and foreign ids answer as missing ones. `any`: everything. */
export type Scope = "own" | "any";

type Grant = {
  /** What kind of thing the ownership is about; `none` where there is nothing to own. */
  on: "order" | "assignment" | "driver" | "vendor" | "user" | "session" | "report" | "none";
  roles: Partial<Record<Role, Scope>>;
  /** True where everybody says why, as part of the input. */
  asksEverybodyWhy?: true;
};

const everyone = { user: "own", vendor: "own", driver: "own", admin: "own" } as const;
const everyoneAdminAny = { user: "own", vendor: "own", driver: "own", admin: "any" } as const;

/**
 * Who may do what. Each procedure names exactly one of these, and the authorization tests are generated from this
 * table and the router together.
 */
export const PERMISSIONS = {
  "account.read": { on: "session", roles: everyone },
  "account.changePassword": { on: "session", roles: everyone },
  "account.sessions": { on: "session", roles: everyone },
  "account.verifyEmail": { on: "session", roles: everyone },
  "account.secondFactor": { on: "session", roles: everyone },

  "user.read": { on: "user", roles: { admin: "any" } },
  "user.manage": { on: "user", roles: { admin: "any" } },

  "vendor.create": { on: "none", roles: { admin: "any" } },
  "vendor.readOwn": { on: "vendor", roles: { vendor: "own" } },
  "vendor.read": { on: "vendor", roles: { user: "any", vendor: "own", driver: "own", admin: "any" } },
  "vendor.update": { on: "vendor", roles: { vendor: "own", admin: "any" } },
  "vendor.approve": { on: "vendor", roles: { admin: "any" } },

  "driver.create": { on: "vendor", roles: { vendor: "own", admin: "any" } },
  "driver.readOwn": { on: "driver", roles: { driver: "own" } },
  "driver.read": { on: "driver", roles: { vendor: "own", driver: "own", admin: "any" } },
  "driver.list": { on: "driver", roles: { vendor: "own", admin: "any" } },
  "driver.update": { on: "driver", roles: { vendor: "own", admin: "any" } },
  "driver.setStatus": { on: "driver", roles: { driver: "own" } },
  "driver.reportLocation": { on: "driver", roles: { driver: "own" } },

  "order.quote": { on: "vendor", roles: { user: "any", vendor: "own", admin: "any" } },
  "order.create": { on: "vendor", roles: { user: "any", vendor: "own", admin: "any" } },
  "order.read": { on: "order", roles: everyoneAdminAny },
  "order.update": { on: "order", roles: { user: "own", vendor: "own", admin: "any" } },
  "order.accept": { on: "order", roles: { vendor: "own", admin: "any" } },
  "order.assign": { on: "order", roles: { vendor: "own", admin: "any" } },
  "order.carry": { on: "order", roles: { driver: "own" } },
  "order.cancel": {
    on: "order",
    roles: { user: "own", vendor: "own", admin: "any" },
    asksEverybodyWhy: true,
  },
  "order.trackingLink": { on: "order", roles: { user: "own", vendor: "own", admin: "any" } },

  "assignment.answer": { on: "assignment", roles: { driver: "own" } },
  "assignment.readOwn": { on: "assignment", roles: { driver: "own" } },
  "assignment.history": { on: "assignment", roles: { vendor: "own", driver: "own", admin: "any" } },

  "proof.add": { on: "order", roles: { driver: "own" } },

  "realtime.vendor": { on: "vendor", roles: { vendor: "own", admin: "any" } },
  "realtime.order": { on: "order", roles: everyoneAdminAny },
  "realtime.driver": { on: "driver", roles: { vendor: "own", driver: "own", admin: "any" } },

  "maps.use": { on: "none", roles: { user: "any", vendor: "any", driver: "any", admin: "any" } },

  "report.read": { on: "report", roles: { vendor: "own", admin: "any" } },

  "admin.overview": { on: "none", roles: { admin: "any" } },
  "admin.audit": { on: "none", roles: { admin: "any" } },
} as const satisfies Record<string, Grant>;

export type Permission = keyof typeof PERMISSIONS;

/** The scope in which `role` holds the permission, or null when it does not. */
export function scopeOf(role: Role, permission: Permission): Scope | null {
  const { roles }: Grant = PERMISSIONS[permission];
  return roles[role] ?? null;
}

export const can = (role: Role, permission: Permission): boolean => scopeOf(role, permission) !== null;

/** True when `role` would change what is another's by it: then he says why. See docs/decisions/0014. */
export const needsReason = (role: Role, permission: Permission): boolean =>
  role === "admin" && PERMISSIONS[permission].on !== "none" && scopeOf(role, permission) === "any";

/** True where a reason is a field of the input that everybody fills. */
export function asksEverybodyWhy(permission: Permission): boolean {
  const grant: Grant = PERMISSIONS[permission];
  return grant.asksEverybodyWhy ?? false;
}

/** The roles that hold a permission, for the text of a refusal. */
export const rolesWith = (permission: Permission): Role[] =>
  Object.keys(PERMISSIONS[permission].roles) as Role[];
