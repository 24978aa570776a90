import {
  ChangePasswordInput,
  LoginInput,
  RefreshInput,
  RegisterInput,
  RevokeSessionInput,
} from "../../../shared/auth/auth.schema.ts";
import {
  AcceptInvitationInput,
  RequestPasswordResetInput,
  ResetPasswordInput,
  VerifyEmailInput,
} from "../../../shared/auth/one-time-link.schema.ts";
import {
  ConfirmSecondFactorInput,
  DisableSecondFactorInput,
  EnrolSecondFactorInput,
} from "../../../shared/auth/second-factor.schema.ts";
import { open, requires } from "../../trpc/guards.ts";
import { router } from "../../trpc/init.ts";

export const authRouter = router({
  register: open("makes the account", "signIn")
    .input(RegisterInput)
    .mutation(({ ctx, input }) => ctx.auth.register(ctx.request, input)),

  login: open("proves who somebody is", "signIn")
    .input(LoginInput)
    .mutation(({ ctx, input }) => ctx.auth.login(ctx.request, input)),

  refresh: open("the refresh token is the proof", "session")
    .input(RefreshInput)
    .mutation(({ ctx, input }) => ctx.auth.refresh(ctx.request, input)),

  logout: open("works with an access token that has expired", "session")
    .input(RefreshInput)
    .mutation(({ ctx, input }) => ctx.auth.logout(ctx.actor, ctx.request, input)),

  me: requires("account.read").query(({ ctx }) => ctx.auth.me(ctx.actor)),

  changePassword: requires("account.changePassword", "signIn")
    .input(ChangePasswordInput)
    .mutation(({ ctx, input }) => ctx.auth.changePassword(ctx.actor, input)),

  sessions: requires("account.sessions").query(({ ctx }) => ctx.auth.sessions(ctx.actor)),

  revokeSession: requires("account.sessions")
    .input(RevokeSessionInput)
    .mutation(({ ctx, input }) => ctx.auth.revokeSession(ctx.actor, input)),

  logoutEverywhere: requires("account.sessions").mutation(({ ctx }) =>
    ctx.auth.logoutEverywhere(ctx.actor, ctx.request),
  ),

  requestPasswordReset: open(
    "for who cannot sign in; tells nobody whether there is such an account",
    "signIn",
  )
    .input(RequestPasswordResetInput)
    .mutation(({ ctx, input }) => ctx.auth.requestPasswordReset(ctx.request, input)),

  resetPassword: open("the link is the proof", "signIn")
    .input(ResetPasswordInput)
    .mutation(({ ctx, input }) => ctx.auth.resetPassword(ctx.request, input)),

  requestEmailVerification: requires("account.verifyEmail", "signIn").mutation(({ ctx }) =>
    ctx.auth.requestEmailVerification(ctx.actor),
  ),

  verifyEmail: open("the link is the proof", "signIn")
    .input(VerifyEmailInput)
    .mutation(({ ctx, input }) => ctx.auth.verifyEmail(ctx.request, input)),

  acceptInvitation: open("the link is the proof", "signIn")
    .input(AcceptInvitationInput)
    .mutation(({ ctx, input }) => ctx.auth.acceptInvitation(ctx.request, input)),

  secondFactor: requires("account.secondFactor").query(({ ctx }) => ctx.auth.secondFactor(ctx.actor)),

  enrolSecondFactor: requires("account.secondFactor", "signIn")
    .input(EnrolSecondFactorInput)
    .mutation(({ ctx, input }) => ctx.auth.enrolSecondFactor(ctx.actor, input)),

  confirmSecondFactor: requires("account.secondFactor", "signIn")
    .input(ConfirmSecondFactorInput)
    .mutation(({ ctx, input }) => ctx.auth.confirmSecondFactor(ctx.actor, input)),

  disableSecondFactor: requires("account.secondFactor", "signIn")
    .input(DisableSecondFactorInput)
    .mutation(({ ctx, input }) => ctx.auth.disableSecondFactor(ctx.actor, input)),
});
