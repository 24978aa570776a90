import { afterAll, beforeAll, expect, test } from "bun:test";
import { createArgon2Passwords } from "../../src/server/platform/passwords/argon2.passwords.ts";
import { codeOf } from "../support/errors.ts";
import { aRequest, createTestApp, type TestApp } from "../support/harness.ts";
import { createPeople, PASSWORD } from "../support/people.ts";

/** Set to make the next check of a password wait, as it does when many are being checked. */
let gate: { reached: () => void; open: Promise<void> } | null = null;
let app: TestApp;
let people: ReturnType<typeof createPeople>;

beforeAll(async () => {
  const argon2 = createArgon2Passwords();
  app = await createTestApp("sign_in_races", {
    passwords: {
      hash: argon2.hash,
      async verify(stored, password) {
        const isRight = await argon2.verify(stored, password);
        const held = gate;
        gate = null;
        held?.reached();
        await held?.open;
        return isRight;
      },
    },
  });
  people = createPeople(app);
}, 30_000);
afterAll(() => app[Symbol.asyncDispose]());

test("who was signing in with the old password when it was changed stays outside", async () => {
  const owner = await people.aUser();
  const reached = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  gate = { reached: reached.resolve, open: opened.promise };
  const thief = codeOf(app.as(null).auth.login({ email: owner.email, password: PASSWORD, client: "api" }));
  await reached.promise;
  await owner.api.auth.changePassword({ currentPassword: PASSWORD, newPassword: "another long password" });
  opened.resolve();
  expect(await thief).toBe("INVALID_CREDENTIALS");
  expect(await owner.api.auth.sessions()).toMatchObject([{ current: true }]);
});

test("one account may sign in on many devices at once", async () => {
  const owner = await people.aUser();
  const device = (n: number) =>
    app.services.auth.login(aRequest({ ip: `192.0.2.${n}` }), {
      email: owner.email,
      password: PASSWORD,
      client: "api",
    });
  const opened = await Promise.all(Array.from({ length: 12 }, (_, n) => device(n)));
  expect(new Set(opened.map(({ refreshToken }) => refreshToken)).size).toBe(12);
});

test("a refresh token that was exchanged is not alive again when the clock is set back", async () => {
  const { credentials } = await people.aUser();
  const refreshToken = credentials.refreshToken ?? "";
  const next = await app.as(null).auth.refresh({ refreshToken });
  app.time.advance(-60_000);
  expect(await codeOf(app.as(null).auth.refresh({ refreshToken }))).toBe("SESSION_EXPIRED");
  expect(await codeOf(app.as(null).auth.refresh({ refreshToken: next.refreshToken }))).toBe(
    "SESSION_EXPIRED",
  );
});
