import { dictionary } from "@zxcvbn-ts/language-common";
import { DomainError } from "../../../shared/errors.ts";
import type { CheckedPasswords, PasswordOwner, Passwords } from "./passwords.port.ts";

/** What people add to a word when they are told that it is too short. */
const DIGITS_AND_SIGNS_AT_THE_END = /[\d\W_]+$/;

/** Words that everybody knows of us, and so tries (OWASP ASVS 5.0, 6.1.2). */
const OUR_WORDS = ["medex", "delivery"];
/** Shorter words stand in others by chance. */
const SHORTEST_WORD = 3;
/** So many letters beside known words make a password of one's own. */
const OWN_LETTERS = 4;

/**
 * Hashes none of the 49,000 passwords that are used most, in whatever case and with whatever digits and signs behind
 * them, and none made of its owner's name, his address or our name (OWASP ASVS 5.0, 6.2.4 and 6.2.11). Errors:
 * PASSWORD_TOO_COMMON.
 */
export function refusingGuessable(passwords: Passwords): CheckedPasswords {
  const common = new Set(Object.values(dictionary["passwords-common"]));
  const isCommon = (password: string): boolean => {
    const lower = password.toLowerCase();
    return common.has(lower) || common.has(lower.replace(DIGITS_AND_SIGNS_AT_THE_END, ""));
  };
  return {
    ...passwords,
    async hash(password, owner) {
      if (isCommon(password) || isMadeOfKnownWords(password, owner))
        throw new DomainError("PASSWORD_TOO_COMMON");
      return passwords.hash(password);
    },
  };
}

/** True when a known word is in it, and hardly a letter remains without those words. */
function isMadeOfKnownWords(password: string, { email, fullName }: PasswordOwner): boolean {
  const known = [...lettersOf(`${fullName} ${email}`), ...OUR_WORDS]
    .filter(word => word.length >= SHORTEST_WORD)
    .toSorted((a, b) => b.length - a.length);
  const letters = lettersOf(password).join("");
  const rest = known.reduce((text, word) => text.replaceAll(word, ""), letters);
  return rest.length < letters.length && rest.length < OWN_LETTERS;
}

const lettersOf = (text: string): string[] => text.toLowerCase().match(/\p{L}+/gu) ?? [];
