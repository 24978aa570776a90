import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { TOTP } from "otpauth";
import { codeOf } from "../../support/errors.ts";
import { aRequest, createTestApp, type TestApp } from "../../support/harness.ts";
import { createPeople, PASSWORD, type People, type Person } from "../../support/people.ts";

let app: TestApp;
let people: People;
beforeAll(async () => {
  app = await createTestApp("second_factor");
  people = createPeople(app);
});
afterAll(() => app[Symbol.asyncDispose]());

const codeNow = (secret: string, of: TestApp = app) =>
  new TOTP({ secret }).generate({ timestamp: of.time.clock.now().getTime() });
const login = (email: string, code?: string, ip = "192.0.2.1", of: TestApp = app) =>
  of.as(null, aRequest({ ip })).auth.login({ email, password: PASSWORD, code, client: "api" });

/** Sets it up as its owner would, and moves on to the next step. */
async function enrolled(person: Person, of: TestApp = app) {
  const { secret, uri } = await person.api.auth.enrolSecondFactor({ password: PASSWORD });
  const code = codeNow(secret, of);
  const { recoveryCodes } = await person.api.auth.confirmSecondFactor({ code });
  return { secret, uri, code, recoveryCodes };
}

describe("setting up a second factor", () => {
  test("takes the password and a code, and gives ten different recovery codes", async () => {
    const user = await people.aUser();
    expect(await user.api.auth.secondFactor()).toEqual({ isOn: false, recoveryCodesLeft: null });
    expect(await codeOf(user.api.auth.enrolSecondFactor({ password: "not it" }))).toBe("INVALID_CREDENTIALS");
    const { secret, uri, recoveryCodes } = await enrolled(user);
    expect(uri).toContain(secret);
    expect(new Set(recoveryCodes).size).toBe(10);
    for (const code of recoveryCodes)
      expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{6}-){3}[0-9a-hjkmnp-tv-z]{6}$/);
    expect(await user.api.auth.secondFactor()).toEqual({ isOn: true, recoveryCodesLeft: 10 });
    expect(await codeOf(user.api.auth.enrolSecondFactor({ password: PASSWORD }))).toBe("SECOND_FACTOR_ON");
  });

  test("asks for nothing before it is confirmed, and may be begun anew", async () => {
    const user = await people.aUser();
    const first = await user.api.auth.enrolSecondFactor({ password: PASSWORD });
    expect(await login(user.email)).toBeObject();
    const second = await user.api.auth.enrolSecondFactor({ password: PASSWORD });
    expect(second.secret).not.toBe(first.secret);
    const old = user.api.auth.confirmSecondFactor({ code: codeNow(first.secret) });
    expect(await codeOf(old)).toBe("INVALID_CODE");
    expect(await user.api.auth.confirmSecondFactor({ code: codeNow(second.secret) })).toBeObject();
  });

  test("keeps neither the secret nor a recovery code readable", async () => {
    const user = await people.aUser();
    const { secret, recoveryCodes } = await enrolled(user);
    const stored = JSON.stringify(await app.db.collection("secondFactors").find().toArray());
    expect(stored).not.toContain(secret);
    for (const code of recoveryCodes) expect(stored).not.toContain(code.replaceAll("-", ""));
  });

  test("signs out the devices that came in without it", async () => {
    const user = await people.aUser();
    const phone = await people.signedIn(user.email);
    await enrolled(user);
    expect(await app.services.auth.actorOf(phone.credentials.accessToken)).toBeNull();
    expect(await app.services.auth.actorOf(user.credentials.accessToken)).toEqual(user.actor);
  });

  test("that was not begun cannot be confirmed or switched off", async () => {
    const { api } = await people.aUser();
    expect(await codeOf(api.auth.confirmSecondFactor({ code: "123456" }))).toBe("SECOND_FACTOR_OFF");
    const disable = api.auth.disableSecondFactor({ password: PASSWORD, code: "123456" });
    expect(await codeOf(disable)).toBe("SECOND_FACTOR_OFF");
  });
});

describe("signing in with a second factor", () => {
  test("asks for the code, and only who knows the password learns that there is one", async () => {
    const user = await people.aUser();
    const { secret } = await enrolled(user);
    expect(await codeOf(login(user.email))).toBe("SECOND_FACTOR_REQUIRED");
    const guess = app.as(null).auth.login({ email: user.email, password: "not it", client: "api" });
    expect(await codeOf(guess)).toBe("INVALID_CREDENTIALS");
    app.time.advance(30_000);
    const { user: me } = await login(user.email, codeNow(secret));
    expect(me.id).toBe(user.actor.userId);
  });

  test("takes each code once, also not the one that set it up", async () => {
    const user = await people.aUser();
    const { secret, code } = await enrolled(user);
    expect(await codeOf(login(user.email, code))).toBe("INVALID_CODE");
    app.time.advance(30_000);
    const next = codeNow(secret);
    await login(user.email, next);
    expect(await codeOf(login(user.email, next))).toBe("INVALID_CODE");
    expect(await codeOf(login(user.email, code))).toBe("INVALID_CODE");
  });

  test("by one code at twenty places at once succeeds at one", async () => {
    const user = await people.aUser();
    const { secret } = await enrolled(user);
    app.time.advance(30_000);
    const code = codeNow(secret);
    const codes = await Promise.all(
      Array.from({ length: 8 }, (_, i) => codeOf(login(user.email, code, `192.0.2.${i}`))),
    );
    expect(codes.filter(each => each === null)).toHaveLength(1);
    expect(codes.filter(each => each === "INVALID_CODE")).toHaveLength(7);
  });

  test("takes a recovery code once, however it is typed", async () => {
    const user = await people.aUser();
    const { recoveryCodes } = await enrolled(user);
    const [first = "", second = ""] = recoveryCodes;
    expect(await login(user.email, ` ${first.toUpperCase().replaceAll("-", " ")}`)).toBeObject();
    expect(await codeOf(login(user.email, first))).toBe("INVALID_CODE");
    expect(await login(user.email, second)).toBeObject();
    expect(await user.api.auth.secondFactor()).toEqual({ isOn: true, recoveryCodesLeft: 8 });
    const used = await app.db
      .collection("audit")
      .countDocuments({ action: "auth.recoveryCodeUsed", subject: user.actor.userId });
    expect(used).toBe(2);
  });

  test("is slowed down after ten wrong codes, from whatever addresses", async () => {
    const user = await people.aUser();
    const { secret } = await enrolled(user);
    app.time.advance(30_000);
    const wrong = codeNow(secret) === "000000" ? "111111" : "000000";
    const codes: unknown[] = [];
    for (let i = 0; i < 12; i++) codes.push(await codeOf(login(user.email, wrong, `198.51.100.${i}`)));
    expect(codes.filter(code => code === "INVALID_CODE")).toHaveLength(10);
    expect(codes.filter(code => code === "TOO_MANY_REQUESTS")).toHaveLength(2);
    app.time.advance(15 * 60_000);
    expect(await login(user.email, codeNow(secret))).toBeObject();
  });

  test("shares its back-off with the password", async () => {
    const user = await people.aUser();
    await enrolled(user);
    for (let i = 0; i < 10; i++) expect(await codeOf(login(user.email))).toBe("SECOND_FACTOR_REQUIRED");
    expect(await codeOf(login(user.email))).toBe("TOO_MANY_REQUESTS");
  });

  test("seals its secret anew under the newest key", async () => {
    const [newest, old] = app.platform.tokenSecrets;
    if (!newest || !old) throw new Error("two keys are needed");
    await using before = await createTestApp("old_key", { tokenSecrets: [old] });
    const user = await createPeople(before).aUser();
    const { secret } = await enrolled(user, before);
    const sealedUnder = async () => {
      const factor = await before.db.collection("secondFactors").findOne({});
      return String(factor?.sealedSecret).split(".")[0];
    };
    expect(await sealedUnder()).toBe(old.kid);
    const { createServices } = await import("../../../src/server/services.ts");
    await using after = await createServices({ ...before.platform, tokenSecrets: [newest, old] });
    before.time.advance(30_000);
    const code = codeNow(secret, before);
    await after.services.auth.login(aRequest(), {
      email: user.email,
      password: PASSWORD,
      code,
      client: "api",
    });
    expect(await sealedUnder()).toBe(newest.kid);
  });
});

describe("switching it off", () => {
  test("takes password and code; then the password is enough", async () => {
    const user = await people.aUser();
    const { secret } = await enrolled(user);
    app.time.advance(30_000);
    const code = codeNow(secret);
    const wrongPassword = user.api.auth.disableSecondFactor({ password: "not it", code });
    expect(await codeOf(wrongPassword)).toBe("INVALID_CREDENTIALS");
    const wrongCode = user.api.auth.disableSecondFactor({ password: PASSWORD, code: "zzzzzz-zzzzzz" });
    expect(await codeOf(wrongCode)).toBe("INVALID_CODE");
    expect(await user.api.auth.disableSecondFactor({ password: PASSWORD, code })).toEqual({ disabled: true });
    expect(await login(user.email)).toBeObject();
  });
});

describe("where administrators need one", () => {
  test("they can do nothing but set it up, and everything after", async () => {
    await using strict = await createTestApp("strict_admins", { requireAdminTotp: true });
    await strict.services.users.createAdmin({
      email: "root@medex.test",
      password: PASSWORD,
      fullName: "Root Admin",
    });
    const credentials = await login("root@medex.test", undefined, undefined, strict);
    expect(credentials.user.mustEnrolSecondFactor).toBe(true);
    const before = await strict.with(credentials.accessToken);
    expect(await codeOf(before.admin.overview())).toBe("SECOND_FACTOR_ENROLMENT_REQUIRED");
    expect(await codeOf(before.users.list({}))).toBe("SECOND_FACTOR_ENROLMENT_REQUIRED");
    expect((await before.auth.me()).mustEnrolSecondFactor).toBe(true);

    const { secret } = await before.auth.enrolSecondFactor({ password: PASSWORD });
    await before.auth.confirmSecondFactor({ code: codeNow(secret, strict) });
    const after = await strict.with(credentials.accessToken);
    expect(await after.admin.overview()).toBeObject();
    expect((await after.auth.me()).mustEnrolSecondFactor).toBe(false);

    strict.time.advance(30_000);
    await after.auth.disableSecondFactor({ password: PASSWORD, code: codeNow(secret, strict) });
    const again = await strict.with(credentials.accessToken);
    expect(await codeOf(again.admin.overview())).toBe("SECOND_FACTOR_ENROLMENT_REQUIRED");
  });

  test("nobody else does", async () => {
    await using strict = await createTestApp("strict_others", { requireAdminTotp: true });
    const user = await createPeople(strict).aUser();
    expect(user.actor.mustEnrolSecondFactor).toBe(false);
    expect(await user.api.orders.list({})).toBeObject();
  });
});
