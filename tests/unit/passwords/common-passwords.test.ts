import { describe, expect, test } from "bun:test";
import { refusingCommon } from "../../../src/server/platform/passwords/common-passwords.ts";
import { codeOf } from "../../support/errors.ts";

const passwords = refusingCommon({ hash: async password => `hash of ${password}`, verify: async () => true });

describe("common passwords", () => {
  test.each(["qwertyuiop", "1234567890", "Password123", "PASSWORD2026!", "football-1999", "1qaz2wsx3edc"])(
    "%p is refused",
    async password => expect(await codeOf(passwords.hash(password))).toBe("PASSWORD_TOO_COMMON"),
  );

  test.each(["a long test password", "medex-demo", "Aino ajaa pyörällä", "7tH!kq0zPw", "correct horse 42"])(
    "%p is not",
    async password => expect(await passwords.hash(password)).toBe(`hash of ${password}`),
  );

  test("that are in use already still open their accounts", async () => {
    expect(await passwords.verify("hash", "qwertyuiop")).toBe(true);
  });
});
