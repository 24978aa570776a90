import { describe, expect, test } from "bun:test";
import { createSmtpMail } from "../../../src/server/platform/mail/smtp.mail.ts";
import { reply, startDrippingServer, startMailServer } from "../../support/mail-server.ts";
import { freePort } from "../../support/process.ts";

const LETTER = {
  id: "00000000-0000-7000-8000-000000000001",
  to: "aino@medex.test",
  subject: "Tervetuloa, Äinö",
  text: "Open this:\n\nhttp://127.0.0.1/reset-password#x\n",
};
const mailTo = (port: number, login = "", deadlineMs?: number) =>
  createSmtpMail({
    url: `smtp://${login}127.0.0.1:${port}`,
    from: "MedEx <no-reply@medex.test>",
    deadlineMs,
  });

describe("a letter over SMTP", () => {
  test("arrives with sender, subject, text, and an id that stays the same", async () => {
    await using server = await startMailServer();
    expect(await mailTo(server.port).send(LETTER)).toEqual({ outcome: "sent" });
    const [letter] = server.received;
    expect(letter).toMatchObject({ from: "no-reply@medex.test", to: ["aino@medex.test"] });
    expect(letter?.raw).toContain("From: MedEx <no-reply@medex.test>");
    expect(letter?.raw).toContain(`Message-ID: <${LETTER.id}@medex.test>`);
    expect(letter?.raw).toContain("Auto-Submitted: auto-generated");
    expect(letter?.raw).toContain("http://127.0.0.1/reset-password#x");
  });

  test("may have HTML beside its text", async () => {
    await using server = await startMailServer();
    await mailTo(server.port).send({ ...LETTER, html: "<p>Open this</p>" });
    expect(server.received[0]?.raw).toContain("multipart/alternative");
  });

  test("cannot be given more recipients or headers by its words", async () => {
    await using server = await startMailServer();
    const mail = mailTo(server.port);
    await mail.send({ ...LETTER, subject: "Hello\r\nBcc: all@medex.test\r\nX-Evil: 1" });
    await mail.send({ ...LETTER, to: "a@medex.test, b@medex.test" });
    expect(server.received.every(({ to }) => to.length === 1)).toBe(true);
    expect(server.received.map(({ raw }) => raw).join()).not.toMatch(/^(Bcc|X-Evil):/m);
  });

  test("goes to a server that asks for a password, and waits while the password is wrong", async () => {
    await using server = await startMailServer({ account: { user: "medex", password: "secret" } });
    expect(await mailTo(server.port, "medex:secret@").send(LETTER)).toEqual({ outcome: "sent" });
    expect(server.received[0]?.user).toBe("medex");
    expect(await mailTo(server.port, "medex:wrong@").send(LETTER)).toMatchObject({ outcome: "later" });
  });
});

describe("a letter that does not arrive", () => {
  test("is refused for good when there is no such recipient, or nobody wants its text", async () => {
    await using strict = await startMailServer({
      refuseRecipient: () => reply(550, "no such aino@medex.test"),
    });
    const delivery = await mailTo(strict.port).send(LETTER);
    expect(delivery).toEqual({ outcome: "refused", reason: expect.stringContaining("550") });
    expect(JSON.stringify(delivery)).not.toContain("aino");
    await using picky = await startMailServer({ refuseLetter: () => reply(554, "spam") });
    expect(await mailTo(picky.port).send(LETTER)).toMatchObject({ outcome: "refused" });
  });

  test("waits when the server says later", async () => {
    await using grey = await startMailServer({ refuseRecipient: () => reply(450, "greylisted") });
    expect(await mailTo(grey.port).send(LETTER)).toMatchObject({ outcome: "later" });
    await using full = await startMailServer({ refuseLetter: () => reply(452, "disk full") });
    expect(await mailTo(full.port).send(LETTER)).toMatchObject({ outcome: "later" });
  });

  test("waits when nobody listens", async () => {
    expect(await mailTo(await freePort()).send(LETTER)).toMatchObject({ outcome: "later" });
  });

  test("waits, after the deadline, when the server only drips", async () => {
    await using dripping = await startDrippingServer(20);
    const start = performance.now();
    expect(await mailTo(dripping.port, "", 400).send(LETTER)).toMatchObject({ outcome: "later" });
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});
