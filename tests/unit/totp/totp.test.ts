import { describe, expect, test } from "bun:test";
import { otpauthTotp } from "../../../src/server/platform/totp/otpauth.totp.ts";

/** RFC 6238, appendix B: the ASCII secret `12345678901234567890`, SHA-1; the last six of the eight digits. */
const secret = otpauthTotp.secretFrom(Buffer.from("12345678901234567890").toString("base64url"));
const VECTORS: [seconds: number, code: string][] = [
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
];
const at = (seconds: number) => new Date(seconds * 1_000);

describe("time-based codes", () => {
  test.each(VECTORS)("of RFC 6238 at second %p", (seconds, code) => {
    expect(otpauthTotp.stepOf({ secret, code, now: at(seconds) })).toBe(Math.floor(seconds / 30));
  });

  test("of the step before and after are taken for what they are, and no others", () => {
    const [seconds, code] = [1_111_111_109, "081804"];
    const step = Math.floor(seconds / 30);
    const found = [-60, -30, 0, 30, 60].map(away =>
      otpauthTotp.stepOf({ secret, code, now: at(seconds + away) }),
    );
    expect(found).toEqual([null, step, step, step, null]);
  });

  test("the secret is base32 that people can type, 32 characters of 160 bits", () => {
    expect(secret).toBe("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  });

  test("the QR code says whose account it is", () => {
    const uri = new URL(otpauthTotp.uriOf({ secret, account: "aino@medex.test" }));
    expect(uri.protocol).toBe("otpauth:");
    expect(uri.searchParams.get("secret")).toBe(secret);
    expect(uri.searchParams.get("issuer")).toBe("MedEx");
    expect(decodeURIComponent(uri.pathname)).toContain("aino@medex.test");
  });
});
