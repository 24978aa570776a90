import type { Actor } from "../../../../shared/auth/actor.ts";
import type {
  AcceptInvitationInput,
  RequestPasswordResetInput,
  ResetPasswordInput,
  VerifyEmailInput,
} from "../../../../shared/auth/one-time-link.schema.ts";
import { DomainError } from "../../../../shared/errors.ts";
import type { UserId } from "../../../../shared/ids.ts";
import { networkOf } from "../../../../shared/network.ts";
import type { Clock } from "../../../platform/clock/clock.port.ts";
import type { Transactor, Tx } from "../../../platform/mongo/transactor.port.ts";
import type { CheckedPasswords } from "../../../platform/passwords/passwords.port.ts";
import type { SessionEnds } from "../../../platform/session-ends/session-ends.port.ts";
import type { AuditRecord, AuditService } from "../../audit/index.ts";
import type { Outbox } from "../../mail/index.ts";
import type { UserDoc, UsersRepo } from "../../users/index.ts";
import type { Attempts } from "../attempts.ts";
import type { KnownDevices } from "../known-devices.ts";
import { callOf, type RequestFacts } from "../request-facts.ts";
import type { SessionsRepo } from "../sessions.repo.ts";
import type { OneTimeLinks } from "./one-time-links.ts";

type Deps = {
  links: OneTimeLinks;
  /** Null when this server sends no mail. */
  outbox: Outbox | null;
  users: UsersRepo;
  sessions: SessionsRepo;
  passwords: CheckedPasswords;
  attempts: Attempts;
  devices: KnownDevices;
  audit: AuditService;
  sessionEnds: SessionEnds;
  transact: Transactor;
  clock: Clock;
};

/** What is done by links in letters: a forgotten password, a confirmed address, an accepted invitation. */
export function createAccountLinks(deps: Deps) {
  const { links, users, sessions, passwords, attempts, audit, sessionEnds, transact, clock } = deps;

  function requireOutbox(): Outbox {
    if (!deps.outbox) throw new DomainError("MAIL_UNAVAILABLE");
    return deps.outbox;
  }

  /** Changes the account that a link belongs to; whoever has read the letter has shown that the address is his. */
  async function change(
    tx: Tx,
    userId: UserId,
    { action, call }: Pick<AuditRecord, "action" | "call">,
    passwordHash: string | undefined,
  ): Promise<UserDoc> {
    const now = clock.now();
    const before = await users.findById(userId, tx);
    const emailVerifiedAt = before?.emailVerifiedAt ?? now;
    const user = before && (await users.update(tx, userId, { passwordHash, emailVerifiedAt }, now));
    if (!user) throw new DomainError("LINK_NOT_VALID");
    const { role, fullName: name } = user;
    await audit.record(tx, { actor: { id: userId, role, name }, action, call, subject: userId });
    return user;
  }

  /** Sets a password by a link; every session and every other such link ends. */
  async function setPassword(
    purpose: "passwordReset" | "invitation",
    by: Pick<AuditRecord, "action" | "call">,
    { token, password }: { token: string; password: string },
  ): Promise<UserDoc> {
    const owner = await users.findById(await links.require(purpose, token));
    if (!owner) throw new DomainError("LINK_NOT_VALID");
    const passwordHash = await passwords.hash(password, owner);
    const user = await transact(async tx => {
      const userId = await links.use(tx, purpose, token);
      await links.withdrawPasswordLinks(tx, userId);
      await sessions.endAll(tx, userId);
      return change(tx, userId, by, passwordHash);
    });
    sessionEnds.sessionEnded(user._id);
    return user;
  }

  return {
    /**
     * Sends a link to the address if there is an account with it. The answer and the work are the same if there is
     * none: only who sends the letter looks. Errors: MAIL_UNAVAILABLE, TOO_MANY_REQUESTS.
     */
    async requestPasswordReset(
      request: RequestFacts,
      { email }: RequestPasswordResetInput,
    ): Promise<{ requested: true }> {
      const outbox = requireOutbox();
      await attempts.begin(`reset from ${networkOf(request.ip)}`);
      // Enough letters lie in that mailbox already. Saying so would let a stranger find out who asks.
      if (!(await attempts.admits(`reset of ${email}`))) return { requested: true };
      await transact(async tx => {
        await outbox.post(tx, { purpose: "passwordReset", to: email });
        await audit.record(tx, {
          actor: { id: null, role: "system", name: "unknown" },
          action: "auth.requestPasswordReset",
          subject: email,
          call: callOf(request),
        });
      });
      return { requested: true };
    },

    /**
     * Ends all sessions; a second factor stays. The device is a known one from then on: somebody else's tries cannot
     * keep the owner out who has read the letter. Errors: LINK_NOT_VALID, PASSWORD_TOO_COMMON.
     */
    async resetPassword(
      request: RequestFacts,
      { token, newPassword }: ResetPasswordInput,
    ): Promise<{ changed: true }> {
      const by = { action: "auth.resetPassword", call: callOf(request) } as const;
      const { email } = await setPassword("passwordReset", by, { token, password: newPassword });
      deps.devices.remember(request, email);
      return { changed: true };
    },

    /** Does nothing for an address that is confirmed. Errors: MAIL_UNAVAILABLE, TOO_MANY_REQUESTS. */
    async requestEmailVerification(actor: Actor): Promise<{ requested: true }> {
      const outbox = requireOutbox();
      const user = await users.findById(actor.userId);
      if (!user) throw new DomainError("UNAUTHENTICATED");
      if (user.emailVerifiedAt) return { requested: true };
      await attempts.begin(`verify ${actor.userId}`);
      await transact(tx => outbox.post(tx, { purpose: "emailVerification", to: user.email }));
      return { requested: true };
    },

    /** Errors: LINK_NOT_VALID. */
    async verifyEmail(request: RequestFacts, { token }: VerifyEmailInput): Promise<{ email: string }> {
      const { email } = await transact(async tx => {
        const userId = await links.use(tx, "emailVerification", token);
        return change(tx, userId, { action: "auth.verifyEmail", call: callOf(request) }, undefined);
      });
      return { email };
    },

    /** The first password of somebody who was invited. Errors: LINK_NOT_VALID, PASSWORD_TOO_COMMON. */
    async acceptInvitation(request: RequestFacts, input: AcceptInvitationInput): Promise<{ email: string }> {
      const { email } = await setPassword(
        "invitation",
        { action: "auth.acceptInvitation", call: callOf(request) },
        input,
      );
      return { email };
    },
  };
}
