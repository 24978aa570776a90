import { dictionary } from "@zxcvbn-ts/language-common";
import { DomainError } from "../../../shared/errors.ts";
import type { Passwords } from "./passwords.port.ts";

/** What people add to a word when they are told that it is too short. */
const DIGITS_AND_SIGNS_AT_THE_END = /[\d\W_]+$/;

/**
 * Hashes none of the 49,000 passwords that are used most, in whatever case and with whatever digits and signs behind
 * them (OWASP ASVS 5.0, 6.2.4). Errors: PASSWORD_TOO_COMMON.
 */
export function refusingCommon(passwords: Passwords): Passwords {
  const common = new Set(Object.values(dictionary["passwords-common"]));
  const isCommon = (password: string): boolean => {
    const lower = password.toLowerCase();
    return common.has(lower) || common.has(lower.replace(DIGITS_AND_SIGNS_AT_THE_END, ""));
  };
  return {
    ...passwords,
    async hash(password) {
      if (isCommon(password)) throw new DomainError("PASSWORD_TOO_COMMON");
      return passwords.hash(password);
    },
  };
}
