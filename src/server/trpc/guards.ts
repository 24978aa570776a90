import { DomainError } from "../../shared/errors.ts";
import { can, holdersOf, PERMISSIONS, type Permission } from "../../shared/permissions.ts";
import type { RateClass } from "../platform/limits/rules.ts";
import { base } from "./init.ts";
import { isAskedWhy, reasonIn, withoutReason } from "./reason.ts";
import { recorded } from "./recorded.ts";

/**
 * A procedure for those who hold `permission`; ownership is then decided in the query. An administrator who
 * changes what is another's gives a `reason`, which the procedure finds in `actor.call` and not in its input. How often
 * it may be called follows from its kind, unless `rate` says otherwise.
 */
export const requires = (permission: Permission, rate?: RateClass) =>
  base
    .meta({ permission, rate })
    .use(async ({ ctx, next, type, getRawInput }) => {
      const { actor } = ctx;
      if (!actor) throw new DomainError("UNAUTHENTICATED");
      if (!can(actor, permission)) throw new DomainError("FORBIDDEN", { roles: holdersOf(permission) });
      // The account's own settings stay open: there the second factor is set up.
      if (actor.mustEnrolSecondFactor && PERMISSIONS[permission].on !== "session") {
        throw new DomainError("SECOND_FACTOR_ENROLMENT_REQUIRED");
      }
      const isAsked = isAskedWhy({ role: actor.role, permission, type });
      const reason = isAsked ? reasonIn(await getRawInput()) : null;
      const { requestId, ip, userAgent } = ctx.request;
      return next({ ctx: { actor: { ...actor, call: { requestId, ip, userAgent, reason } } } });
    })
    .use(async ({ ctx, next, path, type, getRawInput }) => {
      const result = await next();
      if (type === "mutation" || !result.ok) return result;
      const asked = { audit: ctx.audit, actor: ctx.actor, path, input: await getRawInput() };
      return { ...result, data: await recorded(asked, result.data) };
    })
    .use(({ ctx, next, getRawInput }) =>
      ctx.actor.call.reason === null
        ? next()
        : next({ getRawInput: async () => withoutReason(await getRawInput(), permission) }),
    );

/** A procedure that anybody may call; the reason is part of the generated authorization table. */
export const open = (reason: string, rate: RateClass = "public") => base.meta({ open: reason, rate });
