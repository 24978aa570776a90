import type { Actor } from "../../../../shared/auth/actor.ts";
import type {
  ConfirmSecondFactorInput,
  DisableSecondFactorInput,
  EnrolSecondFactorInput,
  RecoveryCodes,
  SecondFactorSecret,
  SecondFactorView,
} from "../../../../shared/auth/second-factor.schema.ts";
import { DomainError } from "../../../../shared/errors.ts";
import type { Clock } from "../../../platform/clock/clock.port.ts";
import type { Ids } from "../../../platform/ids/ids.port.ts";
import type { Transactor } from "../../../platform/mongo/transactor.port.ts";
import type { Sealer } from "../../../platform/secrets/sealer.port.ts";
import type { SessionEnds } from "../../../platform/session-ends/session-ends.port.ts";
import type { Totp } from "../../../platform/totp/totp.port.ts";
import { type AuditService, by } from "../../audit/index.ts";
import type { Attempts } from "../attempts.ts";
import type { SessionsRepo } from "../sessions.repo.ts";
import type { CodeCheck } from "./code-check.ts";
import { newRecoveryCodes, withoutSeparators } from "./recovery-codes.ts";
import type { SecondFactorsRepo } from "./second-factor.repo.ts";

/** 160 bits, as RFC 4226, section 4 recommends. */
const SECRET_BYTES = 20;

type Deps = {
  factors: SecondFactorsRepo;
  checkCode: CodeCheck;
  /** Errors: INVALID_CREDENTIALS, TOO_MANY_REQUESTS. */
  requirePassword: (actor: Actor, password: string) => Promise<{ email: string }>;
  sessions: SessionsRepo;
  attempts: Attempts;
  audit: AuditService;
  totp: Totp;
  sealer: Sealer;
  fingerprint: (secret: string) => string;
  sessionEnds: SessionEnds;
  transact: Transactor;
  clock: Clock;
  ids: Ids;
};

/** An authenticator application beside the password: setting it up, and giving it up. */
export function createSecondFactor(deps: Deps) {
  const { factors, checkCode, requirePassword, sessions, attempts, audit, totp, sealer, clock, ids } = deps;

  return {
    async view(actor: Actor): Promise<SecondFactorView> {
      const factor = await factors.findConfirmed(actor.userId);
      return { isOn: factor !== null, recoveryCodesLeft: factor?.recoveryHashes.length ?? null };
    },

    /**
     * A secret for the application; nothing is asked for until a code has confirmed it. Asked again, a new one takes
     * its place. Errors: INVALID_CREDENTIALS, TOO_MANY_REQUESTS, SECOND_FACTOR_ON.
     */
    async enrol(actor: Actor, { password }: EnrolSecondFactorInput): Promise<SecondFactorSecret> {
      const { email } = await requirePassword(actor, password);
      const secret = totp.secretFrom(ids.token(SECRET_BYTES));
      const isBegun = await factors.begin({
        _id: actor.userId,
        sealedSecret: sealer.seal(secret, actor.userId),
        confirmedAt: null,
        lastStep: 0,
        recoveryHashes: [],
        createdAt: clock.now(),
      });
      if (!isBegun) throw new DomainError("SECOND_FACTOR_ON");
      return { secret, uri: totp.uriOf({ secret, account: email }) };
    },

    /**
     * Switches it on, and ends the other sessions, which were opened without it. The recovery codes are shown this
     * once. Errors: INVALID_CODE, TOO_MANY_REQUESTS, SECOND_FACTOR_OFF when none was begun, SECOND_FACTOR_ON.
     */
    async confirm(actor: Actor, { code }: ConfirmSecondFactorInput): Promise<RecoveryCodes> {
      const { userId, sessionId } = actor;
      const factor = await factors.find(userId);
      const secret = factor && sealer.open(factor.sealedSecret, userId);
      if (!factor || !secret) throw new DomainError("SECOND_FACTOR_OFF");
      if (factor.confirmedAt) throw new DomainError("SECOND_FACTOR_ON");
      await attempts.begin(`code ${userId}`);
      const now = clock.now();
      const lastStep = totp.stepOf({ secret, code: withoutSeparators(code), now });
      if (lastStep === null) throw new DomainError("INVALID_CODE");
      await attempts.succeed(`code ${userId}`);
      const recoveryCodes = newRecoveryCodes(ids);
      const recoveryHashes = recoveryCodes.map(each => deps.fingerprint(withoutSeparators(each)));
      await deps.transact(async tx => {
        if (!(await factors.confirm(tx, factor, { confirmedAt: now, lastStep, recoveryHashes }))) {
          throw new DomainError("SECOND_FACTOR_ON");
        }
        await sessions.endOthers(tx, userId, sessionId);
        await audit.record(tx, { ...by(actor), action: "auth.secondFactorOn", subject: userId });
      });
      deps.sessionEnds.sessionEnded(userId);
      return { recoveryCodes };
    },

    /** Errors: INVALID_CREDENTIALS, INVALID_CODE, TOO_MANY_REQUESTS, SECOND_FACTOR_OFF. */
    async disable(actor: Actor, { password, code }: DisableSecondFactorInput): Promise<{ disabled: true }> {
      const { userId } = actor;
      await requirePassword(actor, password);
      const factor = await factors.findConfirmed(userId);
      if (!factor) throw new DomainError("SECOND_FACTOR_OFF");
      await checkCode(by(actor), factor, code);
      await deps.transact(async tx => {
        await factors.remove(tx, userId);
        await audit.record(tx, { ...by(actor), action: "auth.secondFactorOff", subject: userId });
      });
      deps.sessionEnds.sessionEnded(userId);
      return { disabled: true };
    },
  };
}
