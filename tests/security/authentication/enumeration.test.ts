import { afterAll, beforeAll, expect, test } from "bun:test";
import { createArgon2Passwords } from "../../../src/server/platform/passwords/argon2.passwords.ts";
import { type ApiRoutes, apiRoutesOf } from "../../support/api-routes.ts";
import { createTestApp, type TestApp } from "../../support/harness.ts";
import { createPeople, PASSWORD } from "../../support/people.ts";
import { tally } from "../../support/tally.ts";

/*
 * Whether an address has an account must not be told by words, by headers, by the work or by the time. The time is
 * measured too, in tests/integration/auth/sign-in.test.ts; the work is what does not depend on the machine.
 */

const NOBODY = "nobody@medex.test";
let app: TestApp;
let http: ApiRoutes;
let email: string;
let inactiveEmail: string;
/** Hashes that passwords were compared with: null where there was no account. */
let compared: (string | null)[] = [];

beforeAll(async () => {
  const argon2 = createArgon2Passwords();
  app = await createTestApp("enumeration", {
    passwords: {
      hash: argon2.hash,
      verify(stored, password) {
        compared.push(stored);
        return argon2.verify(stored, password);
      },
    },
  });
  http = apiRoutesOf(app);
  const people = createPeople(app);
  email = (await people.aUser()).email;
  const inactive = await people.aUser();
  inactiveEmail = inactive.email;
  const admin = await people.anAdmin();
  const reason = "Left the company";
  await admin.api.users.setActive({ userId: inactive.actor.userId, isActive: false, reason });
}, 30_000);
afterAll(() => app?.[Symbol.asyncDispose]());

/** All of an answer but what is another in each: the request's id and the count of what is left. */
async function answer(procedure: string, input: object, ip: string) {
  compared = [];
  const headers = { "content-type": "application/json" };
  const request = { method: "POST", headers, body: JSON.stringify(input) };
  const response = await http.request(`/trpc/${procedure}`, request, { remoteAddress: ip });
  const text = await response.text();
  return {
    status: response.status,
    headers: [...response.headers].filter(([name]) => name !== "x-request-id"),
    text: text.replace(/"requestId":"[^"]*"/, ""),
    comparisons: compared.length,
  };
}

test.each([
  ["signing in with a wrong password", "auth.login", { password: "not the password" }],
  ["signing in with a password that somebody else has", "auth.login", { password: `${PASSWORD}!` }],
  ["forgetting a password", "auth.requestPasswordReset", {}],
] as const)("%s tells nobody whether there is an account", async (_, procedure, input) => {
  const known = await answer(procedure, { ...input, email }, "198.51.100.1");
  const unknown = await answer(procedure, { ...input, email: NOBODY }, "198.51.100.2");
  const inactive = await answer(procedure, { ...input, email: inactiveEmail }, "198.51.100.3");
  expect(unknown).toEqual(known);
  expect(inactive).toEqual(known);
  expect(known.comparisons).toBe(procedure === "auth.login" ? 1 : 0);
  tally("answers that tell nothing of accounts", 2);
});

test("where there is no account, a password is compared with a hash that costs the same", async () => {
  const { headers } = await answer("auth.login", { email: NOBODY, password: PASSWORD }, "198.51.100.4");
  expect(headers.length).toBeGreaterThan(0);
  expect(compared).toEqual([null]);
  const argon2 = createArgon2Passwords();
  const stored = await argon2.hash(PASSWORD);
  const rounds = Array.from({ length: 25 });
  const took = async (hash: string | null) => {
    const startedAt = performance.now();
    await argon2.verify(hash, "not the password");
    return performance.now() - startedAt;
  };
  await took(null);
  const ratios: number[] = [];
  // In pairs: whatever else the machine does hits both alike.
  for (const _ of rounds) ratios.push((await took(null)) / (await took(stored)));
  const median = ratios.toSorted((a, b) => a - b)[12] ?? 0;
  // A comparison that is left out would be a ratio of nearly none.
  expect(median).toBeGreaterThan(0.8);
  expect(median).toBeLessThan(1.25);
});
