import { DomainError } from "../../../../shared/errors.ts";
import type { Clock } from "../../../platform/clock/clock.port.ts";
import type { Sealer } from "../../../platform/secrets/sealer.port.ts";
import type { Totp } from "../../../platform/totp/totp.port.ts";
import type { AuditRecord, AuditService } from "../../audit/index.ts";
import type { Attempts } from "../attempts.ts";
import { withoutSeparators } from "./recovery-codes.ts";
import type { SecondFactorDoc, SecondFactorsRepo } from "./second-factor.repo.ts";

type Deps = {
  factors: SecondFactorsRepo;
  attempts: Attempts;
  audit: AuditService;
  totp: Totp;
  sealer: Sealer;
  fingerprint: (secret: string) => string;
  clock: Clock;
};

type By = Pick<AuditRecord, "actor" | "call" | "sessionId">;

/** Uses up a code of a second factor. Errors: INVALID_CODE, TOO_MANY_REQUESTS. */
export type CodeCheck = (by: By, factor: SecondFactorDoc, code: string) => Promise<void>;

const SIX_DIGITS = /^\d{6}$/;

/**
 * Each code opens once: a step of the application is compared and set in the database, a recovery code taken out of
 * it. Ten tries in a quarter of an hour whatever the address: only who knows the password comes so far.
 */
export function createCodeCheck(deps: Deps): CodeCheck {
  const { factors, attempts, audit, totp, sealer, clock } = deps;

  async function spendStep({ _id: userId, sealedSecret }: SecondFactorDoc, code: string): Promise<boolean> {
    const secret = sealer.open(sealedSecret, userId);
    if (!secret) return false;
    const step = totp.stepOf({ secret, code, now: clock.now() });
    if (step === null) return false;
    const sealed = sealer.isOld(sealedSecret) ? sealer.seal(secret, userId) : sealedSecret;
    return factors.spendStep(userId, step, sealed);
  }

  return async (by, factor, typed) => {
    const attempt = `code ${factor._id}`;
    await attempts.begin(attempt);
    const code = withoutSeparators(typed);
    const isStep = SIX_DIGITS.test(code);
    const isRight = isStep
      ? await spendStep(factor, code)
      : await factors.spendRecoveryCode(factor._id, deps.fingerprint(code));
    if (!isRight) {
      await audit.record(null, { ...by, action: "auth.codeRefused", subject: factor._id });
      throw new DomainError("INVALID_CODE");
    }
    await attempts.succeed(attempt);
    if (!isStep) await audit.record(null, { ...by, action: "auth.recoveryCodeUsed", subject: factor._id });
  };
}
