import type { Ids } from "../../../platform/ids/ids.port.ts";

const CODES = 10;
/** 120 bits: with 112 or more a plain hash at rest is enough (OWASP ASVS 5.0, 6.5.2). */
const CODE_BYTES = 15;
/** Crockford's base 32: no letter looks like a digit. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const GROUP = 6;

/** Ten codes in four groups of six, to be printed or kept where passwords are. */
export const newRecoveryCodes = (ids: Ids): string[] =>
  Array.from({ length: CODES }, () => grouped(base32(Buffer.from(ids.token(CODE_BYTES), "base64url"))));

/** A code as it was made, from how people type it. */
export const withoutSeparators = (code: string): string => code.toLowerCase().replace(/[ -]/g, "");

/** Five bits a character, most significant first; the length in bits must be a multiple of five. */
function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map(byte => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{5}/g) ?? []).map(five => ALPHABET[Number.parseInt(five, 2)]).join("");
}

const grouped = (text: string): string => (text.match(new RegExp(`.{${GROUP}}`, "g")) ?? []).join("-");
