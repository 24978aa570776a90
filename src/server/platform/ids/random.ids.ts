import type { Ids } from "./ids.port.ts";

const EIGHT_DIGITS = 100_000_000;
/** Largest multiple of 10^8 below 2^32: beyond it the remainder would favour small numbers. */
const UNBIASED = Math.floor(2 ** 32 / EIGHT_DIGITS) * EIGHT_DIGITS;

function randomEightDigits(): string {
  const [word = 0] = crypto.getRandomValues(new Uint32Array(1));
  return word < UNBIASED ? String(word % EIGHT_DIGITS).padStart(8, "0") : randomEightDigits();
}

export const randomIds: Ids = {
  uuid: () => Bun.randomUUIDv7(),
  orderNumber: () => `ORD-${randomEightDigits()}`,
  token: bytes => Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString("base64url"),
};
