import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { codeOf, refusal } from "../support/errors.ts";
import { aRequest, createTestApp, type TestApp, type TestRequest } from "../support/harness.ts";
import { createLetterbox, tokenIn } from "../support/letterbox.ts";
import { createPeople, PASSWORD } from "../support/people.ts";

/*
 * Brute force: ten tries in a quarter of an hour at one account from one place, a hundred from everywhere, and an
 * owner whom nobody else's tries keep out.
 */

const letterbox = createLetterbox();
let app: TestApp;
let people: ReturnType<typeof createPeople>;
let email: string;
beforeAll(async () => {
  app = await createTestApp("security_back_off", { mail: letterbox });
  people = createPeople(app);
}, 30_000);
afterAll(() => app[Symbol.asyncDispose]());
beforeEach(async () => {
  email = (await people.aUser()).email;
  app.time.advance(15 * 60_000);
});

const login = (request: TestRequest, password = PASSWORD, of = email) =>
  app.as(null, request).auth.login({ email: of, password, client: "browser" });

const guess = (request: TestRequest, times: number, of = email) =>
  Promise.all(Array.from({ length: times }, (_, i) => codeOf(login(request, `guess number ${i}`, of))));

/** A botnet: as many tries as may be had from each of so many addresses. */
const guessFromEverywhere = (addresses: number, of = email) =>
  Promise.all(
    Array.from({ length: addresses }, (_, i) => guess(aRequest({ ip: `198.51.100.${i}` }), 10, of)),
  );

const LIMITED = { code: "TOO_MANY_REQUESTS", details: { seconds: 900 } };

describe("a browser in which the owner was signed in", () => {
  test("lets him in while a neighbour at the same address guesses", async () => {
    const browser = aRequest({ ip: "203.0.113.1" });
    await login(browser);
    await guess(aRequest({ ip: "203.0.113.1" }), 30);
    expect(await refusal(login(aRequest({ ip: "203.0.113.1" })))).toMatchObject(LIMITED);
    expect(await login(browser)).toBeObject();
  });

  test("lets him in while the whole world guesses, after signing out too", async () => {
    const browser = aRequest({ ip: "203.0.113.2" });
    await login(browser);
    await app.as(null, browser).auth.logout({});
    await guessFromEverywhere(12);
    browser.ip = "203.0.113.3";
    expect(await login(browser)).toBeObject();
  });

  test("has ten tries like everybody: a stolen laptop is no way in", async () => {
    const browser = aRequest();
    await login(browser);
    const codes = await guess(browser, 12);
    expect(codes.filter(code => code === "INVALID_CREDENTIALS")).toHaveLength(10);
    expect(await refusal(login(browser))).toMatchObject(LIMITED);
  });

  test("is known for all who use it, and for nobody else", async () => {
    const ward = aRequest({ ip: "203.0.113.4" });
    const others = [await people.aUser(), await people.aUser()];
    for (const of of [email, ...others.map(other => other.email)]) await login(ward, PASSWORD, of);
    const stranger = await people.aUser();
    await guess(aRequest({ ip: "203.0.113.4" }), 10);
    await guess(aRequest({ ip: "203.0.113.4" }), 10, stranger.email);
    expect(await login(ward)).toBeObject();
    expect(await codeOf(login(ward, PASSWORD, stranger.email))).toBe("TOO_MANY_REQUESTS");
  });

  test.each([
    ["forged", "new.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"],
    ["long", "~".repeat(10_000)],
    ["broken", "\0~{}~new."],
  ])("is not imitated by a mark that is %s", async (_, device) => {
    const ip = "203.0.113.8";
    await guess(aRequest({ ip, device }), 10);
    expect(await refusal(login(aRequest({ ip, device })))).toMatchObject(LIMITED);
  });
});

describe("guessing from everywhere", () => {
  test("ends after a hundred tries, for an account that exists and one that does not", async () => {
    for (const of of [email, "nobody@medex.test"]) {
      const codes = (await guessFromEverywhere(12, of)).flat();
      expect(codes.filter(code => code === "INVALID_CREDENTIALS")).toHaveLength(100);
      expect(codes.filter(code => code === "TOO_MANY_REQUESTS")).toHaveLength(20);
      expect(await refusal(login(aRequest({ ip: "203.0.113.9" }), PASSWORD, of))).toMatchObject(LIMITED);
    }
    app.time.advance(15 * 60_000);
    expect(await login(aRequest({ ip: "203.0.113.9" }))).toBeObject();
  });

  test("does not keep a program out where it is signed in", async () => {
    const at = (ip: string) =>
      app.as(null, aRequest({ ip })).auth.login({ email, password: PASSWORD, client: "api" });
    await at("203.0.113.10");
    await guessFromEverywhere(12);
    expect(await at("203.0.113.10")).toBeObject();
    expect(await codeOf(at("203.0.113.11"))).toBe("TOO_MANY_REQUESTS");
  });

  test("does not keep an owner out who has no device left but his mailbox", async () => {
    await guessFromEverywhere(12);
    const phone = aRequest({ ip: "203.0.113.12" });
    const token = await resetLink(phone);
    await app.as(null, phone).auth.resetPassword({ token, newPassword: "another long password" });
    expect(await login(phone, "another long password")).toBeObject();
  });
});

test("an IPv6 line has ten tries, and not ten for each of its addresses", async () => {
  const codes = await Promise.all(
    Array.from({ length: 14 }, (_, i) => codeOf(login(aRequest({ ip: `2001:db8:7:7::${i + 1}` }), "wrong"))),
  );
  expect(codes.filter(code => code === "INVALID_CREDENTIALS")).toHaveLength(10);
});

async function resetLink(request: TestRequest): Promise<string> {
  await app.as(null, request).auth.requestPasswordReset({ email });
  await app.deliverMail();
  return tokenIn(letterbox.to(email).findLast(({ text }) => text.includes("reset-password")));
}
