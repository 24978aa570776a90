import type { Actor } from "../../../shared/auth/actor.ts";
import type { UserId } from "../../../shared/ids.ts";
import type { UserAbility } from "../../../shared/users/user.schema.ts";

/** What an administrator may do with an account: everything but lock himself out, so that one always remains. */
export const managementOf = (actor: Actor, userId: UserId): UserAbility[] =>
  actor.role === "admin" && actor.userId !== userId ? ["setActive", "setRole"] : [];
