import { withReason } from "../../../shared/reason.ts";
import {
  ListUsersInput,
  SetUserActiveInput,
  SetUserRoleInput,
  UserIdInput,
} from "../../../shared/users/user.schema.ts";
import { requires } from "../../trpc/guards.ts";
import { router } from "../../trpc/init.ts";

export const usersRouter = router({
  list: requires("user.read")
    .input(ListUsersInput)
    .query(({ ctx, input }) => ctx.users.list(ctx.actor, input)),

  get: requires("user.read")
    .input(UserIdInput)
    .query(({ ctx, input }) => ctx.users.get(ctx.actor, input)),

  setActive: requires("user.manage")
    .input(withReason(SetUserActiveInput))
    .mutation(({ ctx, input }) => ctx.users.setActive(ctx.actor, input)),

  setRole: requires("user.manage")
    .input(withReason(SetUserRoleInput))
    .mutation(({ ctx, input }) => ctx.users.setRole(ctx.actor, input)),
});
