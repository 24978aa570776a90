import type { Credentials, LoginInput, Me } from "../../../shared/auth/auth.schema.ts";
import { DomainError } from "../../../shared/errors.ts";
import type { Transactor } from "../../platform/mongo/transactor.port.ts";
import type { Passwords } from "../../platform/passwords/passwords.port.ts";
import type { AccessTokens } from "../../platform/tokens/access-tokens.port.ts";
import type { AuditService } from "../audit/index.ts";
import type { UserDoc, UsersRepo } from "../users/index.ts";
import type { Attempts } from "./attempts.ts";
import type { KnownDevices } from "./known-devices.ts";
import { callOf, type RequestFacts } from "./request-facts.ts";
import type { CodeCheck } from "./second-factor/code-check.ts";
import type { SecondFactorsRepo } from "./second-factor/second-factor.repo.ts";
import type { OpenSession, Sessions } from "./sessions.ts";
import type { BeginTry } from "./tries.ts";

type Deps = {
  users: UsersRepo;
  sessions: Sessions;
  accessTokens: AccessTokens;
  passwords: Pick<Passwords, "verify">;
  attempts: Attempts;
  beginTry: BeginTry;
  devices: KnownDevices;
  audit: AuditService;
  transact: Transactor;
  factors: SecondFactorsRepo;
  checkCode: CodeCheck;
  /** The account with what it acts for; null when it may not act at all. */
  meOf: (user: UserDoc) => Promise<Me | null>;
};

/**
 * Opens a session for the right password. The same answer after the same work for a wrong password and an unknown
 * address. Errors: INVALID_CREDENTIALS, TOO_MANY_REQUESTS; and only to who knows the password ACCOUNT_INACTIVE,
 * SECOND_FACTOR_REQUIRED, INVALID_CODE.
 */
export async function login(deps: Deps, request: RequestFacts, input: LoginInput): Promise<Credentials> {
  const attempt = await deps.beginTry(request, input.email);
  const user = await deps.users.findByEmail(input.email);
  const isRight = await deps.passwords.verify(user?.passwordHash ?? null, input.password);
  if (!user || !isRight) {
    await deps.audit.record(null, {
      actor: user ? actorOf(user) : { id: null, role: "system", name: "unknown" },
      action: "auth.loginFailed",
      subject: input.email,
      call: callOf(request),
    });
    throw new DomainError("INVALID_CREDENTIALS");
  }
  const me = await activeMe(deps, user).catch(async (refusal: unknown) => {
    const detail = "the password was right, the account is not active";
    await deps.audit.record(null, {
      actor: actorOf(user),
      action: "auth.loginFailed",
      subject: input.email,
      detail,
      call: callOf(request),
    });
    throw refusal;
  });
  await demandSecondFactor(deps, request, user, input.code);
  await deps.attempts.succeed(attempt);
  const opened = await deps.transact(async tx => {
    // Checking takes its time: what signed in with the old password would outlive the change that was to end it.
    if (!(await deps.users.holdPassword(tx, user))) throw new DomainError("INVALID_CREDENTIALS");
    const session = await deps.sessions.open(tx, user._id, request);
    await deps.audit.record(tx, {
      actor: actorOf(user),
      action: "auth.login",
      subject: user._id,
      call: callOf(request),
      sessionId: session.session._id,
    });
    return session;
  });
  if (input.client !== "api") deps.devices.remember(request, input.email);
  return credentials(deps, request, me, opened, input.client);
}

async function demandSecondFactor(
  { factors, checkCode }: Deps,
  request: RequestFacts,
  user: UserDoc,
  code: string | undefined,
): Promise<void> {
  const factor = await factors.findConfirmed(user._id);
  if (!factor) return;
  if (code === undefined) throw new DomainError("SECOND_FACTOR_REQUIRED");
  await checkCode({ actor: actorOf(user), call: callOf(request) }, factor, code);
}

/**
 * Continues a session with the token of the input, or else of the cookie. Errors: UNAUTHENTICATED without a token,
 * SESSION_EXPIRED, ACCOUNT_INACTIVE.
 */
export async function refresh(
  deps: Deps,
  request: RequestFacts,
  input: { refreshToken?: string | undefined } | undefined,
): Promise<Credentials> {
  const given = input?.refreshToken;
  const token = given ?? request.refreshCookie.read();
  if (!token) throw new DomainError("UNAUTHENTICATED");
  try {
    const opened = await deps.sessions.refresh(token, request);
    const user = await deps.users.findById(opened.session.userId);
    if (!user) throw new DomainError("SESSION_EXPIRED");
    const client = given === undefined ? "browser" : "api";
    return await credentials(deps, request, await activeMe(deps, user), opened, client);
  } catch (error) {
    // A cookie that is good for nothing any more would be sent for ever.
    if (given === undefined && error instanceof DomainError && error.code === "SESSION_EXPIRED") {
      request.refreshCookie.clear();
    }
    throw error;
  }
}

async function activeMe({ meOf }: Deps, user: UserDoc): Promise<Me> {
  const me = user.isActive ? await meOf(user) : null;
  if (!me) throw new DomainError("ACCOUNT_INACTIVE");
  return me;
}

/** What a client gets to sign its requests with. A browser's refresh token goes into the cookie and nowhere else. */
export async function credentials(
  { accessTokens }: Pick<Deps, "accessTokens">,
  request: RequestFacts,
  user: Me,
  { session, refreshToken }: OpenSession,
  client: LoginInput["client"],
): Promise<Credentials> {
  const { token, expiresAt } = await accessTokens.issue({ userId: user.id, sessionId: session._id });
  const answer = { accessToken: token, expiresAt: expiresAt.toISOString(), user };
  if (client === "api") return { ...answer, refreshToken };
  request.refreshCookie.set(refreshToken, session.expiresAt);
  return answer;
}

const actorOf = ({ _id, role, fullName }: UserDoc) => ({ id: _id, role, name: fullName });
