import { afterAll, beforeAll, expect, test } from "bun:test";
import { codeOf } from "../../support/errors.ts";
import { aRequest, createTestApp, type TestApp } from "../../support/harness.ts";
import { createPeople, PASSWORD, type People, type Person } from "../../support/people.ts";

/* The same database under one configuration after another, as an operator restarts with other keys. */

const FIRST = { kid: "first", secret: "a-secret-of-this-test-that-is-the-first-1" };
const SECOND = { kid: "second", secret: "a-secret-of-this-test-that-is-the-second" };

let before: TestApp;
let during: TestApp;
let after: TestApp;
let people: People;
beforeAll(async () => {
  before = await createTestApp("key_rotation", { tokenSecrets: [FIRST] });
  const { client, db, ids } = before.platform;
  during = await createTestApp("key_rotation_during", { client, db, ids, tokenSecrets: [SECOND, FIRST] });
  after = await createTestApp("key_rotation_after", { client, db, ids, tokenSecrets: [SECOND] });
  people = createPeople(before);
}, 60_000);
afterAll(async () => {
  for (const app of [after, during, before]) await app?.[Symbol.asyncDispose]();
});

const refreshOn = (app: TestApp, refreshToken: string | undefined) =>
  app.as(null).auth.refresh({ refreshToken });
const emailOn = async (app: TestApp, accessToken: string) => (await app.with(accessToken)).auth.me();
const aUser = (): Promise<Person> => people.aUser();

test("a new key signs nobody out, and is the one that signs from then on", async () => {
  const { credentials, email } = await aUser();
  expect(await emailOn(during, credentials.accessToken)).toMatchObject({ email });
  const next = await refreshOn(during, credentials.refreshToken);
  expect(await emailOn(after, next.accessToken)).toMatchObject({ email });
  expect((await refreshOn(after, next.refreshToken)).user.email).toBe(email);
});

test("a process with the old keys alone does not know what the new one signed", async () => {
  const { credentials } = await aUser();
  const next = await refreshOn(during, credentials.refreshToken);
  expect(await codeOf(emailOn(before, next.accessToken))).toBe("UNAUTHENTICATED");
});

test("a key that is taken away signs out those who were not seen since, and nobody else", async () => {
  const [away, here] = [await aUser(), await aUser()];
  const next = await refreshOn(during, here.credentials.refreshToken);
  expect(await codeOf(emailOn(after, away.credentials.accessToken))).toBe("UNAUTHENTICATED");
  expect(await codeOf(refreshOn(after, away.credentials.refreshToken))).toBe("SESSION_EXPIRED");
  expect((await refreshOn(after, next.refreshToken)).user.email).toBe(here.email);
  const again = await after.as(null, aRequest()).auth.login({ email: away.email, password: PASSWORD });
  expect(again.user.email).toBe(away.email);
});
