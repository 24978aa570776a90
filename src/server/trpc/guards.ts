import { DomainError } from "../../shared/errors.ts";
import { can, PERMISSIONS, type Permission, rolesWith } from "../../shared/permissions.ts";
import type { RateClass } from "../platform/limits/rules.ts";
import { base } from "./init.ts";

/**
 * A procedure for those whose role holds `permission`; ownership is then decided in the query. How often it may be
 * called follows from its kind, unless `rate` says otherwise.
 */
export const requires = (permission: Permission, rate?: RateClass) =>
  base.meta({ permission, rate }).use(({ ctx, next }) => {
    const { actor } = ctx;
    if (!actor) throw new DomainError("UNAUTHENTICATED");
    if (!can(actor.role, permission)) throw new DomainError("FORBIDDEN", { roles: rolesWith(permission) });
    // The account's own settings stay open: there the second factor is set up.
    if (actor.mustEnrolSecondFactor && PERMISSIONS[permission].on !== "session") {
      throw new DomainError("SECOND_FACTOR_ENROLMENT_REQUIRED");
    }
    return next({ ctx: { actor } });
  });

/** A procedure that anybody may call; the reason is part of the generated authorization table. */
export const open = (reason: string, rate: RateClass = "public") => base.meta({ open: reason, rate });
