import { describe, expect, test } from "bun:test";
import { refusingGuessable } from "../../../src/server/platform/passwords/common-passwords.ts";
import { codeOf } from "../../support/errors.ts";

const OWNER = { email: "aino.laine@apteekki.example", fullName: "Aino Laine-Virtanen" };
const passwords = refusingGuessable({
  hash: async password => `hash of ${password}`,
  verify: async () => true,
});

describe("common passwords", () => {
  test.each(["qwertyuiop", "1234567890", "Password123", "PASSWORD2026!", "football-1999", "1qaz2wsx3edc"])(
    "%p is refused",
    async password => expect(await codeOf(passwords.hash(password, OWNER))).toBe("PASSWORD_TOO_COMMON"),
  );

  test.each(["a long test password", "medex-demo", "Aino ajaa pyörällä", "7tH!kq0zPw", "correct horse 42"])(
    "%p is not",
    async password => expect(await passwords.hash(password, OWNER)).toBe(`hash of ${password}`),
  );

  test.each([
    ...["ainolaine1", "Aino Laine 1990", "laine-virtanen!", "aino.laine@apteekki.example", "Apteekki2026"],
    ...["medexdelivery", "MedEx Delivery 1", "aino@medex99"],
  ])("made of the owner's name, his address or our name are refused: %p", async password =>
    expect(await codeOf(passwords.hash(password, OWNER))).toBe("PASSWORD_TOO_COMMON"),
  );

  test.each(["Aino ajaa pyörällä", "medex-demo", "lainekirja 77 kg", "0123-4567-8765"])(
    "with something of one's own beside it are taken: %p",
    async password => expect(await passwords.hash(password, OWNER)).toBe(`hash of ${password}`),
  );

  test("that are in use already still open their accounts", async () => {
    expect(await passwords.verify("hash", "qwertyuiop")).toBe(true);
  });
});
