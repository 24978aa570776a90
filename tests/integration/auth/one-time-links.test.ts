import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { codeOf } from "../../support/errors.ts";
import { aRequest, createTestApp, type TestApp } from "../../support/harness.ts";
import { createLetterbox, tokenIn } from "../../support/letterbox.ts";
import { type Business, createPeople, PASSWORD, type People } from "../../support/people.ts";

const NEW_PASSWORD = "quite another password";
const letterbox = createLetterbox();
let app: TestApp;
let people: People;
beforeAll(async () => {
  app = await createTestApp("one_time_links", { mail: letterbox });
  people = createPeople(app);
});
afterAll(() => app[Symbol.asyncDispose]());

const login = (email: string, password: string) =>
  app.as(null, aRequest({ ip: `login of ${email}` })).auth.login({ email, password, client: "api" });
const requestReset = (email: string, ip = `reset of ${email}`) =>
  app.as(null, aRequest({ ip })).auth.requestPasswordReset({ email });
const resetPassword = (token: string, newPassword = NEW_PASSWORD) =>
  app.as(null).auth.resetPassword({ token, newPassword });
const newestTokenOf = (email: string) => tokenIn(letterbox.to(email).at(-1));

/** Asks for a link and answers the token that came by e-mail. */
async function resetToken(email: string): Promise<string> {
  await requestReset(email);
  await app.deliverMail();
  return newestTokenOf(email);
}

const auditOf = async (action: string) =>
  (await app.db.collection("audit").find({ action }).sort({ createdAt: -1, _id: -1 }).toArray())[0];

describe("a forgotten password", () => {
  test("is replaced by the link in the letter, and every device is signed out", async () => {
    const user = await people.aUser();
    const token = await resetToken(user.email);
    expect(await resetPassword(token)).toEqual({ changed: true });
    expect(await codeOf(login(user.email, PASSWORD))).toBe("INVALID_CREDENTIALS");
    expect((await login(user.email, NEW_PASSWORD)).user.emailVerifiedAt).not.toBeNull();
    expect(await app.services.auth.actorOf(user.credentials.accessToken)).toBeNull();
    expect(await auditOf("auth.resetPassword")).toMatchObject({ subject: user.actor.userId });
  });

  test("link leads to our own page, with the token where no server sees it", async () => {
    const user = await people.aUser();
    const token = await resetToken(user.email);
    expect(letterbox.to(user.email).at(-1)?.text).toContain(
      `http://127.0.0.1:3000/reset-password#${token}\n`,
    );
  });

  test("link works once, for half an hour, and for nothing else", async () => {
    const user = await people.aUser();
    const token = await resetToken(user.email);
    expect(await codeOf(app.as(null).auth.verifyEmail({ token }))).toBe("LINK_NOT_VALID");
    expect(await codeOf(app.as(null).auth.acceptInvitation({ token, password: NEW_PASSWORD }))).toBe(
      "LINK_NOT_VALID",
    );
    await resetPassword(token);
    expect(await codeOf(resetPassword(token))).toBe("LINK_NOT_VALID");
    const late = await resetToken(user.email);
    app.time.advance(30 * 60_000);
    expect(await codeOf(resetPassword(late))).toBe("LINK_NOT_VALID");
  });

  test("link used by ten at once is used by one", async () => {
    const user = await people.aUser();
    const token = await resetToken(user.email);
    const codes = await Promise.all(
      Array.from({ length: 10 }, (_, i) => codeOf(resetPassword(token, `parallel password ${i}`))),
    );
    expect(codes.filter(code => code === null)).toHaveLength(1);
    expect(codes.filter(code => code === "LINK_NOT_VALID")).toHaveLength(9);
  });

  test("links are all worthless once the password has changed", async () => {
    const user = await people.aUser();
    const [first, second, third] = [
      await resetToken(user.email),
      await resetToken(user.email),
      await resetToken(user.email),
    ];
    await resetPassword(second);
    expect(await codeOf(resetPassword(first))).toBe("LINK_NOT_VALID");
    expect(await codeOf(resetPassword(third))).toBe("LINK_NOT_VALID");
    const fourth = await resetToken(user.email);
    const again = await people.signedIn(user.email, NEW_PASSWORD);
    await again.api.auth.changePassword({ currentPassword: NEW_PASSWORD, newPassword: PASSWORD });
    expect(await codeOf(resetPassword(fourth))).toBe("LINK_NOT_VALID");
  });

  test("link is not spent by a password that is refused", async () => {
    const user = await people.aUser();
    const token = await resetToken(user.email);
    expect(await codeOf(resetPassword(token, "password123"))).toBe("PASSWORD_TOO_COMMON");
    expect(await codeOf(resetPassword(token, "short"))).toBe("INVALID_INPUT");
    expect(await resetPassword(token)).toEqual({ changed: true });
  });

  test("token stands nowhere in the database", async () => {
    const user = await people.aUser();
    const token = await resetToken(user.email);
    for (const { name } of await app.db.listCollections().toArray()) {
      expect(JSON.stringify(await app.db.collection(name).find().toArray())).not.toContain(token);
    }
  });

  test("asked for at an address without an account gives the same answer and no letter", async () => {
    const user = await people.aUser();
    const known = await requestReset(user.email);
    const unknown = await requestReset("nobody-here@medex.test");
    expect(JSON.stringify(unknown)).toBe(JSON.stringify(known));
    await app.deliverMail();
    expect(letterbox.to("nobody-here@medex.test")).toHaveLength(0);
    expect(await app.db.collection("mailOutbox").countDocuments()).toBe(0);
  });

  test("asked for at an address without an account does the same to the database", async () => {
    const user = await people.aUser();
    const before = await writesOf();
    await requestReset(user.email, "192.0.2.71");
    const between = await writesOf();
    await requestReset("nobody-at-all@medex.test", "192.0.2.72");
    expect(await writesOf()).toEqual({
      mailOutbox: between.mailOutbox + 1,
      audit: between.audit + 1,
      oneTimeLinks: between.oneTimeLinks,
    });
    expect(between).toEqual({ ...before, mailOutbox: before.mailOutbox + 1, audit: before.audit + 1 });
  });

  test("gets no letter for a deactivated account", async () => {
    const [admin, user] = [await people.anAdmin(), await people.aUser()];
    await app.deliverMail();
    await admin.api.users.setActive({ reason: "Tested", userId: user.actor.userId, isActive: false });
    const before = letterbox.to(user.email).length;
    await requestReset(user.email);
    await app.deliverMail();
    expect(letterbox.to(user.email)).toHaveLength(before);
  });

  test("floods neither a mailbox nor, from one address, anybody", async () => {
    const user = await people.aUser();
    await app.deliverMail();
    const before = letterbox.to(user.email).length;
    for (let i = 0; i < 15; i++) expect(await requestReset(user.email, `198.51.100.${i}`)).toBeObject();
    await app.deliverMail();
    expect(letterbox.to(user.email).length - before).toBe(10);
    const codes = await Promise.all(
      Array.from({ length: 12 }, (_, i) => codeOf(requestReset(`flood${i}@medex.test`, "203.0.113.7"))),
    );
    expect(codes.filter(code => code === "TOO_MANY_REQUESTS")).toHaveLength(2);
  });
});

describe("an e-mail address", () => {
  test("is confirmed by the letter that comes with a new account", async () => {
    const user = await people.aUser();
    expect(user.credentials.user.emailVerifiedAt).toBeNull();
    await app.deliverMail();
    const token = newestTokenOf(user.email);
    expect(await app.as(null).auth.verifyEmail({ token })).toEqual({ email: user.email });
    expect((await user.api.auth.me()).emailVerifiedAt).toBe(app.time.clock.now().toISOString());
    expect(await codeOf(app.as(null).auth.verifyEmail({ token }))).toBe("LINK_NOT_VALID");
  });

  test("gets another letter when its owner asks, and none once it is confirmed", async () => {
    const user = await people.aUser();
    await app.deliverMail();
    await user.api.auth.requestEmailVerification();
    await app.deliverMail();
    expect(letterbox.to(user.email)).toHaveLength(2);
    await app.as(null).auth.verifyEmail({ token: newestTokenOf(user.email) });
    expect(await user.api.auth.requestEmailVerification()).toEqual({ requested: true });
    await app.deliverMail();
    expect(letterbox.to(user.email)).toHaveLength(2);
  });

  test("of an account from before there were such letters can be confirmed too", async () => {
    const user = await people.aUser();
    await app.deliverMail();
    const { userId } = user.actor;
    await app.db.collection("users").updateOne({ _id: userId as never }, { $unset: { emailVerifiedAt: 1 } });
    expect((await user.api.auth.me()).emailVerifiedAt).toBeNull();
    await user.api.auth.requestEmailVerification();
    await app.deliverMail();
    expect(letterbox.to(user.email)).toHaveLength(2);
    const token = newestTokenOf(user.email);
    expect(await app.as(null).auth.verifyEmail({ token })).toEqual({ email: user.email });
  });

  test("link is good for two days", async () => {
    const user = await people.aUser();
    await app.deliverMail();
    app.time.advance(2 * 86_400_000);
    const verify = app.as(null).auth.verifyEmail({ token: newestTokenOf(user.email) });
    expect(await codeOf(verify)).toBe("LINK_NOT_VALID");
  });
});

describe("an invitation", () => {
  const invite = (vendor: Business, email: string) =>
    vendor.api.drivers.invite({
      email,
      fullName: "Ilmo Invited",
      phone: "+358 40 123 4567",
      vehicleType: "bike",
    });

  test("makes a driver who chooses his own password and then signs in", async () => {
    const vendor = await people.aVendor();
    const driver = await invite(vendor, "ilmo@medex.test");
    expect(driver).toMatchObject({ email: "ilmo@medex.test", status: "offline", isActive: true });
    await app.deliverMail();
    const letter = letterbox.to("ilmo@medex.test").at(-1);
    expect(letter?.subject).toContain(vendor.vendor.businessName);
    expect(
      await app.as(null).auth.acceptInvitation({ token: tokenIn(letter), password: NEW_PASSWORD }),
    ).toEqual({ email: "ilmo@medex.test" });
    const { user } = await login("ilmo@medex.test", NEW_PASSWORD);
    expect(user).toMatchObject({ role: "driver", driverId: driver.id, vendorId: vendor.vendorId });
    expect(user.emailVerifiedAt).not.toBeNull();
    expect(await auditOf("driver.invite")).toMatchObject({ subject: driver.id });
    expect(await auditOf("auth.acceptInvitation")).toMatchObject({ subject: driver.userId });
  });

  test("leaves no password that opens the account meanwhile, and no difference to be seen", async () => {
    const vendor = await people.aVendor();
    await invite(vendor, "ilona@medex.test");
    for (const password of ["null", "undefined", PASSWORD]) {
      expect(await codeOf(login("ilona@medex.test", password))).toBe("INVALID_CREDENTIALS");
    }
  });

  test("that is too old is replaced by a forgotten password", async () => {
    const vendor = await people.aVendor();
    await invite(vendor, "late@medex.test");
    await app.deliverMail();
    const token = newestTokenOf("late@medex.test");
    app.time.advance(7 * 86_400_000);
    const late = app.as(null).auth.acceptInvitation({ token, password: NEW_PASSWORD });
    expect(await codeOf(late)).toBe("LINK_NOT_VALID");
    await resetPassword(await resetToken("late@medex.test"));
    expect(await login("late@medex.test", NEW_PASSWORD)).toBeObject();
  });

  test("is not sent for a business that is not approved, nor to an address that is taken", async () => {
    const vendor = await people.aVendor();
    expect(await codeOf(invite(vendor, vendor.email))).toBe("EMAIL_TAKEN");
    const admin = await people.anAdmin();
    await admin.api.vendors.setActive({ reason: "Tested", vendorId: vendor.vendorId, isActive: false });
    expect(await codeOf(invite(vendor, "early@medex.test"))).toBe("VENDOR_NOT_APPROVED");
    expect(await app.db.collection("users").countDocuments({ email: "early@medex.test" })).toBe(0);
  });
});

describe("a server without mail", () => {
  test("says so, changes nothing, and lets people register all the same", async () => {
    await using silent = await createTestApp("no_mail", { mail: null });
    const others = createPeople(silent);
    const user = await others.aUser();
    const vendor = await others.aVendor();
    const anybody = silent.as(null).auth;
    expect(await codeOf(anybody.requestPasswordReset({ email: user.email }))).toBe("MAIL_UNAVAILABLE");
    expect(await codeOf(user.api.auth.requestEmailVerification())).toBe("MAIL_UNAVAILABLE");
    const invitation = vendor.api.drivers.invite({
      email: "ilmo@medex.test",
      fullName: "Ilmo Invited",
      phone: "+358 40 123 4567",
      vehicleType: "bike",
    });
    expect(await codeOf(invitation)).toBe("MAIL_UNAVAILABLE");
    expect(await silent.db.collection("mailOutbox").countDocuments()).toBe(0);
    expect(await silent.db.collection("users").countDocuments({ email: "ilmo@medex.test" })).toBe(0);
  });
});

/** How many documents lie in what a request for a reset may touch. */
async function writesOf() {
  const count = (name: string) => app.db.collection(name).countDocuments();
  return {
    mailOutbox: await count("mailOutbox"),
    audit: await count("audit"),
    oneTimeLinks: await count("oneTimeLinks"),
  };
}
