import { describe, expect, test } from "bun:test";
import { deviceWords, isPhone } from "../../../../src/client/features/auth/device-words.ts";
import { linkToken } from "../../../../src/client/features/auth/links/link-token.ts";
import { localPath } from "../../../../src/client/features/auth/local-path.ts";
import {
  isRunningOut,
  recoveryWords,
  spokenSecret,
} from "../../../../src/client/features/auth/second-factor/recovery-words.ts";
import {
  BusinessSignUp,
  CustomerSignUp,
  signUpWords,
} from "../../../../src/client/features/auth/sign-up-schema.ts";

describe("devices in words", () => {
  const chromeOnAndroid =
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Mobile Safari/537.36";
  const edgeOnWindows =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36 Edg/139.0.0.0";
  const safariOnIphone =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";

  test("as its owner recognises it", () => {
    expect([chromeOnAndroid, edgeOnWindows, safariOnIphone].map(deviceWords)).toEqual([
      "Chrome on Android",
      "Edge on Windows",
      "Safari on iPhone",
    ]);
    expect([chromeOnAndroid, edgeOnWindows, safariOnIphone].map(isPhone)).toEqual([true, false, true]);
  });

  test("what is no browser is called a program", () => {
    expect(deviceWords("Bun/1.4.5")).toBe("A program (Bun/1.4.5)");
    expect(deviceWords(null)).toBe("Unknown device");
  });
});

describe("the way back after signing in", () => {
  test("a path of this site", () => {
    expect(localPath("/orders/new?from=1")).toBe("/orders/new?from=1");
  });

  test("never another site, nor the door itself", () => {
    for (const next of [
      "//evil.example",
      "///evil.example",
      "/\\evil.example",
      "/\t/evil.example",
      "/\n\\evil.example",
      "/.//evil.example",
      "/orders/..//evil.example",
      "https://evil.example",
      "https:evil.example",
      "javascript:alert(1)",
      "\\\\evil.example",
      "@evil.example",
      "orders",
      "",
      "/",
      "/?next=/",
      null,
    ]) {
      expect(localPath(next), String(next)).toBeNull();
    }
  });

  test("and what only looks like one stays a path here", () => {
    expect(localPath("/@evil.example")).toBe("/@evil.example");
    expect(localPath("/orders?to=//evil.example#x")).toBe("/orders?to=//evil.example#x");
    expect(localPath("/%2f%2fevil.example")).toBe("/%2f%2fevil.example");
  });
});

describe("sign-up", () => {
  test("a customer may keep the phone to himself, a business may not", () => {
    const person = {
      fullName: "Aino Laine",
      email: "aino@medex.test",
      password: "a long password",
      phone: "",
    };
    expect(CustomerSignUp.safeParse(person).success).toBe(true);
    const business = { ...person, businessName: "MedPharm", address: { address: "Unioninkatu 4" } };
    expect(BusinessSignUp.safeParse(business).success).toBe(false);
  });

  test("every field that can be refused has words for it", () => {
    for (const schema of [CustomerSignUp, BusinessSignUp]) {
      const empty = {
        fullName: "",
        email: "",
        password: "",
        phone: "x",
        businessName: "",
        address: { address: "" },
      };
      for (const { path } of schema.safeParse(empty).error?.issues ?? []) {
        expect(signUpWords(path)).toBeString();
      }
    }
  });
});

describe("a link from a letter", () => {
  test("carries its token in the fragment", () => {
    const token = "AbCdEfGhIjKlMnOpQrStUvWxYz012_-9";
    expect(linkToken(`#${token}`)).toBe(token);
  });

  test("that was cut off, or made by somebody else, has none", () => {
    for (const hash of ["", "#", "#short", `#${"x".repeat(33)}`, `#${"x".repeat(31)}/`, "#<script>"]) {
      expect(linkToken(hash)).toBeNull();
    }
  });
});

describe("recovery codes in words", () => {
  test("say what to do when few are left", () => {
    expect(recoveryWords(10)).toBe("10 recovery codes are left.");
    expect(recoveryWords(1)).toStartWith("1 recovery code is left. Switch it off");
    expect([10, 4, 3, 0, null].map(isRunningOut)).toEqual([false, false, true, true, false]);
  });

  test("a secret is read in groups of four, and is the same without the gaps", () => {
    const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    expect(spokenSecret(secret)).toBe("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
  });
});
