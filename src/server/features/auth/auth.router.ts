import {
  ChangePasswordInput,
  LoginInput,
  RefreshInput,
  RegisterInput,
  RevokeSessionInput,
} from "../../../shared/auth/auth.schema.ts";
import { open, requires } from "../../trpc/guards.ts";
import { router } from "../../trpc/init.ts";

export const authRouter = router({
  register: open("makes the account")
    .input(RegisterInput)
    .mutation(({ ctx, input }) => ctx.auth.register(ctx.request, input)),

  login: open("proves who somebody is")
    .input(LoginInput)
    .mutation(({ ctx, input }) => ctx.auth.login(ctx.request, input)),

  refresh: open("the refresh token is the proof")
    .input(RefreshInput)
    .mutation(({ ctx, input }) => ctx.auth.refresh(ctx.request, input)),

  logout: open("works with an access token that has expired")
    .input(RefreshInput)
    .mutation(({ ctx, input }) => ctx.auth.logout(ctx.actor, ctx.request, input)),

  me: requires("account.read").query(({ ctx }) => ctx.auth.me(ctx.actor)),

  changePassword: requires("account.changePassword")
    .input(ChangePasswordInput)
    .mutation(({ ctx, input }) => ctx.auth.changePassword(ctx.actor, input)),

  sessions: requires("account.sessions").query(({ ctx }) => ctx.auth.sessions(ctx.actor)),

  revokeSession: requires("account.sessions")
    .input(RevokeSessionInput)
    .mutation(({ ctx, input }) => ctx.auth.revokeSession(ctx.actor, input)),
});
