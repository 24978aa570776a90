/** Codes of an authenticator application: six digits, a new one every 30 seconds (RFC 6238). */
export type Totp = {
  /** The shared secret as base32, from random bytes as base64url. */
  secretFrom(random: string): string;
  /** What a QR code holds, in the Key Uri Format that authenticator applications read. */
  uriOf(of: { secret: string; account: string }): string;
  /** The step of 30 seconds whose code this is, the present one or a neighbour; null when it is none of them. */
  stepOf(of: { secret: string; code: string; now: Date }): number | null;
};
