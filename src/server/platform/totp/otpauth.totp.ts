import { Secret, TOTP } from "otpauth";
import type { Totp } from "./totp.port.ts";

const ISSUER = "MedEx";
const STEP_SECONDS = 30;
/** RFC 6238, section 5.2: one step either way, for clocks that differ and people who type slowly. */
const WINDOW_STEPS = 1;
/** What every authenticator application understands. */
const PROFILE = { issuer: ISSUER, algorithm: "SHA1", digits: 6, period: STEP_SECONDS } as const;

export const otpauthTotp: Totp = {
  secretFrom: random => new Secret({ buffer: bytesOf(random) }).base32,

  uriOf: ({ secret, account }) => new TOTP({ ...PROFILE, label: account, secret }).toString(),

  stepOf({ secret, code, now }) {
    const timestamp = now.getTime();
    const away = new TOTP({ ...PROFILE, secret }).validate({ token: code, timestamp, window: WINDOW_STEPS });
    return away === null ? null : Math.floor(timestamp / 1_000 / STEP_SECONDS) + away;
  },
};

/** A copy of its own: small buffers share a pool, and the library takes all of what stands behind one. */
const bytesOf = (base64url: string): ArrayBuffer =>
  Uint8Array.from(Buffer.from(base64url, "base64url")).buffer as ArrayBuffer;
