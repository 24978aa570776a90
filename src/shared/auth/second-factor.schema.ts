import { z } from "zod";

/** Six digits of an authenticator application or a recovery code, with the spaces and hyphens that people type. */
export const SecondFactorCode = z
  .string()
  .trim()
  .toLowerCase()
  .max(40)
  .regex(/^[0-9a-z][0-9a-z -]*$/, "must be six digits or a recovery code");

export const EnrolSecondFactorInput = z.strictObject({ password: z.string().min(1).max(128) });
export type EnrolSecondFactorInput = z.infer<typeof EnrolSecondFactorInput>;

export const ConfirmSecondFactorInput = z.strictObject({ code: SecondFactorCode });
export type ConfirmSecondFactorInput = z.infer<typeof ConfirmSecondFactorInput>;

export const DisableSecondFactorInput = z.strictObject({
  password: z.string().min(1).max(128),
  code: SecondFactorCode,
});
export type DisableSecondFactorInput = z.infer<typeof DisableSecondFactorInput>;

export type SecondFactorView = {
  isOn: boolean;
  /** How many of the ten have not been used; null while it is off. */
  recoveryCodesLeft: number | null;
};

/** What an authenticator application needs; shown once, and of no use until a code of it has confirmed it. */
export type SecondFactorSecret = {
  /** Base32, to be typed. */
  secret: string;
  /** `otpauth://totp/…`, to be shown as a QR code. */
  uri: string;
};

/** Shown once; each opens the account once, without the application. */
export type RecoveryCodes = { recoveryCodes: string[] };
