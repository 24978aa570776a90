import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createSmtpMail } from "../../../src/server/platform/mail/smtp.mail.ts";
import { createServices } from "../../../src/server/services.ts";
import { codeOf } from "../../support/errors.ts";
import { createTestApp, type TestApp } from "../../support/harness.ts";
import { createLetterbox } from "../../support/letterbox.ts";
import { reply, startMailServer } from "../../support/mail-server.ts";
import { createPeople, type People } from "../../support/people.ts";
import { freePort } from "../../support/process.ts";

let app: TestApp;
let people: People;
let port: number;
beforeAll(async () => {
  port = await freePort();
  const url = `smtp://127.0.0.1:${port}`;
  const mail = createSmtpMail({ url, from: "MedEx <no-reply@medex.test>", deadlineMs: 2_000 });
  app = await createTestApp("outbox", { mail });
  people = createPeople(app);
});
afterAll(() => app[Symbol.asyncDispose]());

const waiting = () => app.db.collection("mailOutbox").countDocuments();
/** A customer whose letter of welcome lies in the outbox; those of the tests before do not. */
async function somebodyNew() {
  await app.db.collection("mailOutbox").deleteMany({});
  return people.aUser();
}

describe("the outbox", () => {
  test("keeps letters while the server is down, and sends them once it is back", async () => {
    const { email } = await somebodyNew();
    await app.deliverMail();
    expect(await waiting()).toBe(1);

    await using server = await startMailServer({ port });
    await app.deliverMail();
    expect(server.received).toHaveLength(0);
    app.time.advance(10_000);
    await app.deliverMail();
    expect(server.received.map(({ to }) => to)).toEqual([[email]]);
    expect(await waiting()).toBe(0);
    app.time.advance(60_000);
    await app.deliverMail();
    expect(server.received).toHaveLength(1);
  });

  test("waits twice as long after each failure, at most an hour", async () => {
    await somebodyNew();
    const waits: number[] = [];
    for (let i = 0; i < 11; i++) {
      await app.deliverMail();
      const [errand] = await app.db.collection("mailOutbox").find().toArray();
      const waitMs = errand?.dueAt.getTime() - app.time.clock.now().getTime();
      waits.push(waitMs / 1_000);
      app.time.advance(waitMs);
    }
    expect(waits).toEqual([10, 20, 40, 80, 160, 320, 640, 1_280, 2_560, 3_600, 3_600]);
  });

  test("gives up a letter that is refused for good, and goes on with the next", async () => {
    const gone = await somebodyNew();
    const other = await people.aUser();
    await using server = await startMailServer({
      port,
      refuseRecipient: address => (address === gone.email ? reply(550, "gone") : null),
    });
    await app.deliverMail();
    expect(server.received.map(({ to }) => to)).toEqual([[other.email]]);
    expect(await waiting()).toBe(0);
  });

  test("is emptied by several processes at once, each letter by one of them", async () => {
    await somebodyNew();
    for (let i = 0; i < 9; i++) await people.aUser();
    const letterbox = createLetterbox();
    await using stack = new AsyncDisposableStack();
    const postmen = await Promise.all(
      [0, 1, 2].map(async () => stack.use(await createServices({ ...app.platform, mail: letterbox }))),
    );
    await Promise.all(postmen.map(({ deliverMail }) => deliverMail()));
    expect(letterbox.letters).toHaveLength(10);
    expect(new Set(letterbox.letters.map(({ to }) => to)).size).toBe(10);
    expect(await waiting()).toBe(0);
  });

  test("sends again what a process had in its hands when it died", async () => {
    const { email } = await somebodyNew();
    await using dying = await createServices({
      ...app.platform,
      mail: { send: () => Promise.reject(new Error("killed")) },
    });
    await dying.deliverMail().catch(() => {});
    await using server = await startMailServer({ port });
    await app.deliverMail();
    expect(server.received).toHaveLength(0);
    app.time.advance(60_000);
    await app.deliverMail();
    expect(server.received.map(({ to }) => to)).toEqual([[email]]);
  });

  test("holds no letter of a change that was not made", async () => {
    const { email } = await somebodyNew();
    const before = await waiting();
    const again = app.as(null).auth.register({
      role: "user",
      email,
      password: "a long test password",
      fullName: "Aino Laine",
    });
    expect(await codeOf(again)).toBe("EMAIL_TAKEN");
    expect(await waiting()).toBe(before);
  });

  test("holds no token: only who gets the letter can use it", async () => {
    await somebodyNew();
    const [errand] = await app.db.collection("mailOutbox").find().toArray();
    expect(Object.keys(errand ?? {}).toSorted()).toEqual(
      ["_id", "attempts", "createdAt", "dueAt", "expiresAt", "purpose", "to"].toSorted(),
    );
  });
});
