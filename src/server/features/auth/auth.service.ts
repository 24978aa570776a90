import type { Actor } from "../../../shared/auth/actor.ts";
import type {
  ChangePasswordInput,
  LoginInput,
  Me,
  RefreshInput,
  RegisterInput,
  SessionView,
} from "../../../shared/auth/auth.schema.ts";
import { DomainError } from "../../../shared/errors.ts";
import type { SessionId, UserId } from "../../../shared/ids.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Ids } from "../../platform/ids/ids.port.ts";
import type { Limits } from "../../platform/limits/call-limits.ts";
import type { Transactor } from "../../platform/mongo/transactor.port.ts";
import type { CheckedPasswords } from "../../platform/passwords/passwords.port.ts";
import type { Sealer } from "../../platform/secrets/sealer.port.ts";
import type { SessionEnds } from "../../platform/session-ends/session-ends.port.ts";
import type { AccessTokens } from "../../platform/tokens/access-tokens.port.ts";
import type { RefreshTokens } from "../../platform/tokens/refresh-tokens.port.ts";
import type { Totp } from "../../platform/totp/totp.port.ts";
import { type AuditService, by } from "../audit/index.ts";
import type { DriversRepo } from "../drivers/index.ts";
import type { Outbox } from "../mail/index.ts";
import {
  type AccountHolder,
  type NewAccount,
  toUserView,
  type UserDoc,
  type UsersRepo,
} from "../users/index.ts";
import type { MembersRepo, ResolvePlace, VendorsRepo } from "../vendors/index.ts";
import { createAttempts } from "./attempts.ts";
import { toSessionView } from "./auth.view.ts";
import { createAuthenticator } from "./authenticator.ts";
import { createKnownDevices } from "./known-devices.ts";
import { createAccountLinks } from "./links/account-links.ts";
import type { OneTimeLinks } from "./links/one-time-links.ts";
import { register } from "./register.ts";
import { callOf, type RequestFacts } from "./request-facts.ts";
import { createCodeCheck } from "./second-factor/code-check.ts";
import type { SecondFactorsRepo } from "./second-factor/second-factor.repo.ts";
import { createSecondFactor } from "./second-factor/second-factor.ts";
import type { SessionsRepo } from "./sessions.repo.ts";
import { createSessions } from "./sessions.ts";
import { login, refresh } from "./sign-in.ts";
import { createBeginTry } from "./tries.ts";

type Deps = {
  factors: SecondFactorsRepo;
  oneTimeLinks: OneTimeLinks;
  /** Null when this server sends no mail. */
  outbox: Outbox | null;
  totp: Totp;
  sealer: Sealer;
  fingerprint: (secret: string) => string;
  sessionEnds: SessionEnds;
  /** Administrators set up a second factor before anything else. */
  requireAdminTotp: boolean;
  sessions: SessionsRepo;
  users: UsersRepo;
  vendors: VendorsRepo;
  members: MembersRepo;
  drivers: DriversRepo;
  newAccount: NewAccount;
  resolvePlace: ResolvePlace;
  audit: AuditService;
  passwords: CheckedPasswords;
  accessTokens: AccessTokens;
  refreshTokens: RefreshTokens;
  limits: Limits;
  transact: Transactor;
  clock: Clock;
  ids: Ids;
};

export type AuthService = ReturnType<typeof createAuthService>;

/** Accounts, sign-ins and the sessions that they open. */
export function createAuthService(deps: Deps) {
  const { sessions: repo, users, audit, passwords, transact, clock, factors, sessionEnds } = deps;
  const authenticator = createAuthenticator({ ...deps, mustEnrolSecondFactor });
  sessionEnds.onSessionEnded(authenticator.forgetUser);
  const attempts = createAttempts(deps.limits);
  const devices = createKnownDevices(deps);
  const beginTry = createBeginTry({ attempts, devices, users, sessions: repo, clock });
  const checkCode = createCodeCheck({ ...deps, attempts });
  const links = createAccountLinks({ ...deps, links: deps.oneTimeLinks, attempts, devices });
  const secondFactor = createSecondFactor({ ...deps, attempts, checkCode, requirePassword });
  const sessions = createSessions({
    ...deps,
    repo,
    onReuse: async ({ _id, userId }, request) => {
      sessionEnds.sessionEnded(userId);
      await audit.record(null, {
        actor: { id: userId, role: "system", name: "unknown" },
        action: "auth.refreshReused",
        subject: _id,
        call: callOf(request),
      });
    },
  });
  const signIn = { ...deps, sessions, attempts, beginTry, devices, checkCode, meOf };

  async function meOf(user: UserDoc): Promise<Me | null> {
    const profile = await authenticator.profileOf(user);
    if (!profile) return null;
    return {
      ...toUserView(user),
      ...profile,
      mustEnrolSecondFactor: await mustEnrolSecondFactor(user),
    };
  }

  async function mustEnrolSecondFactor({ _id, role }: AccountHolder): Promise<boolean> {
    if (!deps.requireAdminTotp || role !== "admin") return false;
    return (await factors.findConfirmed(_id)) === null;
  }

  async function recordLogout(userId: UserId, actor: Actor | null, request: RequestFacts): Promise<void> {
    const unknown = { actor: { id: userId, role: "system", name: "unknown" } } as const;
    const who = actor ? by(actor) : unknown;
    await audit.record(null, { ...who, call: callOf(request), action: "auth.logout", subject: userId });
  }

  /** Errors: INVALID_CREDENTIALS, TOO_MANY_REQUESTS. */
  async function requirePassword(actor: Actor, password: string): Promise<{ email: string }> {
    const { userId } = actor;
    const attempt = `change ${userId}`;
    await attempts.begin(attempt);
    const user = await users.findById(userId);
    const isRight = await passwords.verify(user?.passwordHash ?? null, password);
    if (!user || !isRight) {
      await audit.record(null, { ...by(actor), action: "auth.passwordRefused", subject: userId });
      throw new DomainError("INVALID_CREDENTIALS");
    }
    await attempts.succeed(attempt);
    return { email: user.email };
  }

  return {
    register: (request: RequestFacts, input: RegisterInput) => register(signIn, request, input),
    login: (request: RequestFacts, input: LoginInput) => login(signIn, request, input),
    refresh: (request: RequestFacts, input: RefreshInput) => refresh(signIn, request, input),

    ...links,
    secondFactor: secondFactor.view,
    enrolSecondFactor: secondFactor.enrol,
    confirmSecondFactor: secondFactor.confirm,
    disableSecondFactor: secondFactor.disable,

    requirePassword,

    /** Who acts with this access token and until when it is valid; null for strangers. At most a second old. */
    signedIn: authenticator.signedIn,

    /** Who sessions stand for at this moment; those that stand for nobody any more are missing. */
    actorsOf: authenticator.actorsOf,

    /** Who acts with this access token; null for strangers. At most a second old. */
    async actorOf(accessToken: string | null): Promise<Actor | null> {
      const signedIn = await authenticator.signedIn(accessToken);
      return signedIn?.actor ?? null;
    },

    /** Ends the session of the access token, and that of the refresh token; does nothing for strangers. */
    async logout(
      actor: Actor | null,
      request: RequestFacts,
      input: RefreshInput,
    ): Promise<{ signedOut: true }> {
      const token = input?.refreshToken ?? request.refreshCookie.read();
      const owner = token ? await sessions.close(token) : null;
      if (owner) sessionEnds.sessionEnded(owner);
      if (actor) await repo.end(actor.userId, actor.sessionId);
      if (actor) sessionEnds.sessionEnded(actor.userId);
      const userId = actor?.userId ?? owner;
      if (userId) await recordLogout(userId, actor, request);
      request.refreshCookie.clear();
      return { signedOut: true };
    },

    /** Errors: UNAUTHENTICATED when the account has ended since. */
    async me(actor: Actor): Promise<Me> {
      const user = await users.findById(actor.userId);
      const me = user && (await meOf(user));
      if (!me) throw new DomainError("UNAUTHENTICATED");
      return me;
    },

    /** Ends every session of the account, this one too. */
    async logoutEverywhere(actor: Actor, request: RequestFacts): Promise<{ signedOut: true }> {
      await transact(async tx => {
        await repo.endAll(tx, actor.userId);
        await audit.record(tx, {
          ...by(actor),
          action: "auth.logoutEverywhere",
          subject: actor.userId,
        });
      });
      sessionEnds.sessionEnded(actor.userId);
      request.refreshCookie.clear();
      return { signedOut: true };
    },

    /** Ends all other sessions. Errors: INVALID_CREDENTIALS, TOO_MANY_REQUESTS, PASSWORD_TOO_COMMON. */
    async changePassword(actor: Actor, input: ChangePasswordInput): Promise<{ changed: true }> {
      const { email } = await requirePassword(actor, input.currentPassword);
      const passwordHash = await passwords.hash(input.newPassword, { email, fullName: actor.fullName });
      await transact(async tx => {
        await users.update(tx, actor.userId, { passwordHash }, clock.now());
        await repo.endOthers(tx, actor.userId, actor.sessionId);
        await deps.oneTimeLinks.withdrawPasswordLinks(tx, actor.userId);
        await audit.record(tx, {
          ...by(actor),
          action: "auth.changePassword",
          subject: actor.userId,
        });
      });
      sessionEnds.sessionEnded(actor.userId);
      return { changed: true };
    },

    /** Where the account is signed in, the last used first. */
    async sessions(actor: Actor): Promise<SessionView[]> {
      const open = await repo.ofUser(actor.userId, clock.now());
      return open.map(toSessionView(actor));
    },

    /** Errors: SESSION_NOT_FOUND. */
    async revokeSession(actor: Actor, { sessionId }: { sessionId: SessionId }): Promise<{ revoked: true }> {
      if (!(await repo.end(actor.userId, sessionId))) throw new DomainError("SESSION_NOT_FOUND");
      await audit.record(null, {
        ...by(actor),
        action: "auth.revokeSession",
        subject: actor.userId,
        detail: `session ${sessionId}`,
      });
      sessionEnds.sessionEnded(actor.userId);
      return { revoked: true };
    },
  };
}
