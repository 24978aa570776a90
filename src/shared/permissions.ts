import type { Role } from "./users/user.schema.ts";
import type { MemberRole } from "./vendors/member.schema.ts";

/** `own`: only what belongs to the caller, and foreign ids answer as missing ones. `any`: everything. */
export type Scope = "own" | "any";

type Grant = {
  /** What kind of thing the ownership is about; `none` where there is nothing to own. */
  on: "order" | "assignment" | "driver" | "vendor" | "user" | "session" | "report" | "none";
  /** A business grants to its members, each by what he is there. */
  roles: Partial<Record<Exclude<Role, "vendor">, Scope>> & { vendor?: Partial<Record<MemberRole, Scope>> };
  /** True where everybody says why, as part of the input. */
  asksEverybodyWhy?: true;
};

const owners = { owner: "own" } as const;
/** Whoever moves orders. */
const dispatchers = { ...owners, dispatcher: "own" } as const;
/** Those who only look on, too. */
const members = { ...dispatchers, viewer: "own" } as const;
const membersAny = { owner: "any", dispatcher: "any", viewer: "any" } as const;

const everyone = { user: "own", vendor: members, driver: "own", admin: "own" } as const;
const everyoneAdminAny = { ...everyone, admin: "any" } as const;

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
  "vendor.readOwn": { on: "vendor", roles: { vendor: members } },
  "vendor.read": { on: "vendor", roles: { user: "any", vendor: members, driver: "own", admin: "any" } },
  "vendor.update": { on: "vendor", roles: { vendor: owners, admin: "any" } },
  "vendor.manageMembers": { on: "vendor", roles: { vendor: owners, admin: "any" } },
  "vendor.approve": { on: "vendor", roles: { admin: "any" } },

  "driver.create": { on: "vendor", roles: { vendor: owners, admin: "any" } },
  "driver.readOwn": { on: "driver", roles: { driver: "own" } },
  "driver.read": { on: "driver", roles: { vendor: members, driver: "own", admin: "any" } },
  "driver.list": { on: "driver", roles: { vendor: members, admin: "any" } },
  "driver.update": { on: "driver", roles: { vendor: owners, admin: "any" } },
  "driver.setStatus": { on: "driver", roles: { driver: "own" } },
  "driver.reportLocation": { on: "driver", roles: { driver: "own" } },

  "order.quote": { on: "vendor", roles: { user: "any", vendor: dispatchers, admin: "any" } },
  "order.create": { on: "vendor", roles: { user: "any", vendor: dispatchers, admin: "any" } },
  "order.read": { on: "order", roles: everyoneAdminAny },
  "order.update": { on: "order", roles: { user: "own", vendor: dispatchers, admin: "any" } },
  "order.accept": { on: "order", roles: { vendor: dispatchers, admin: "any" } },
  "order.assign": { on: "order", roles: { vendor: dispatchers, admin: "any" } },
  "order.carry": { on: "order", roles: { driver: "own" } },
  "order.cancel": {
    on: "order",
    roles: { user: "own", vendor: dispatchers, admin: "any" },
    asksEverybodyWhy: true,
  },
  "order.trackingLink": { on: "order", roles: { user: "own", vendor: dispatchers, admin: "any" } },

  "assignment.answer": { on: "assignment", roles: { driver: "own" } },
  "assignment.readOwn": { on: "assignment", roles: { driver: "own" } },
  "assignment.history": { on: "assignment", roles: { vendor: members, driver: "own", admin: "any" } },

  "proof.add": { on: "order", roles: { driver: "own" } },

  "realtime.vendor": { on: "vendor", roles: { vendor: members, admin: "any" } },
  "realtime.order": { on: "order", roles: everyoneAdminAny },
  "realtime.driver": { on: "driver", roles: { vendor: members, driver: "own", admin: "any" } },

  "maps.use": { on: "none", roles: { user: "any", vendor: membersAny, driver: "any", admin: "any" } },

  "report.read": { on: "report", roles: { vendor: members, admin: "any" } },

  "privacy.manage": { on: "user", roles: { admin: "any" } },
  "privacy.own": { on: "session", roles: everyone },

  "admin.overview": { on: "none", roles: { admin: "any" } },
  "admin.audit": { on: "none", roles: { admin: "any" } },
} as const satisfies Record<string, Grant>;

export type Permission = keyof typeof PERMISSIONS;

/** As whom somebody stands before the table: his role, and for a member what he is in his business. */
export type Standing = { role: Role; memberRole: MemberRole | null };

/** Everybody whom the table knows, by the name that people call him. */
export const STANDINGS = {
  user: { role: "user", memberRole: null },
  owner: { role: "vendor", memberRole: "owner" },
  dispatcher: { role: "vendor", memberRole: "dispatcher" },
  viewer: { role: "vendor", memberRole: "viewer" },
  driver: { role: "driver", memberRole: null },
  admin: { role: "admin", memberRole: null },
} as const satisfies Record<Exclude<Role, "vendor"> | MemberRole, Standing>;

export type StandingName = keyof typeof STANDINGS;
export const STANDING_NAMES = Object.keys(STANDINGS) as StandingName[];

/** The scope in which somebody holds the permission, or null when he does not. */
export function scopeOf({ role, memberRole }: Standing, permission: Permission): Scope | null {
  const { roles }: Grant = PERMISSIONS[permission];
  if (role !== "vendor") return roles[role] ?? null;
  return (memberRole && roles.vendor?.[memberRole]) ?? null;
}

export const can = (standing: Standing, permission: Permission): boolean =>
  scopeOf(standing, permission) !== null;

/** True when `role` would change what is another's by it: then he says why. See docs/decisions/0014. */
export const needsReason = (role: Role, permission: Permission): boolean =>
  role === "admin" && PERMISSIONS[permission].on !== "none" && scopeOf(STANDINGS.admin, permission) === "any";

/** True where a reason is a field of the input that everybody fills. */
export function asksEverybodyWhy(permission: Permission): boolean {
  const grant: Grant = PERMISSIONS[permission];
  return grant.asksEverybodyWhy ?? false;
}

/** Who holds a permission, for the text of a refusal. */
export const holdersOf = (permission: Permission): StandingName[] =>
  STANDING_NAMES.filter(name => can(STANDINGS[name], permission));
