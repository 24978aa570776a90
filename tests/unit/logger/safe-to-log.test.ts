import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { createLogger, type Logger } from "../../../src/server/platform/logger/logger.ts";
import { createPrintedMail } from "../../../src/server/platform/mail/printed.mail.ts";

/** What the logger writes, as one text. */
function written(log: (logger: Logger) => void): string {
  let text = "";
  log(
    createLogger("trace", {
      write: line => {
        text += line;
      },
    }),
  );
  return text;
}
const entry = (log: (logger: Logger) => void) => JSON.parse(written(log));

const TOKEN = "Zx3kQ9vT1bN7mW5rY2cL8pH4jF6dS0aG";
const JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl";

/** What must not be found in a log, wherever it was. */
const SECRETS = ["aino.laine+x@medex.test", "+358 40 123 4567", TOKEN, JWT, "hunter2 hunter2", "Aino Laine"];

describe("no secret and nothing personal reaches a log", () => {
  test("in fields, at any depth, in lists, and under any name for it", () => {
    const person = {
      email: SECRETS[0],
      customerPhone: SECRETS[1],
      fullName: "Aino Laine",
      passwordHash: "hunter2 hunter2",
    };
    const text = written(logger =>
      logger.info(
        { request: { headers: { authorization: `Bearer ${TOKEN}`, cookie: TOKEN } }, people: [{ person }] },
        "x",
      ),
    );
    for (const secret of SECRETS) expect(text).not.toContain(secret);
    expect(JSON.parse(text).people[0].person).toEqual({
      email: "[hidden]",
      customerPhone: "[hidden]",
      fullName: "[hidden]",
      passwordHash: "[hidden]",
    });
  });

  test("in messages, parts of messages and errors with causes", () => {
    const inner = Object.assign(new Error(`no mailbox ${SECRETS[0]}`), {
      code: 11_000,
      keyValue: { email: SECRETS[0] },
    });
    const error = new Error(`call ${SECRETS[1]} with Bearer ${JWT}`, { cause: inner });
    for (const log of [
      (logger: Logger) => logger.error(error),
      (logger: Logger) => logger.error({ err: error }),
      (logger: Logger) => logger.error({ err: error }, `It failed for ${SECRETS[0]}`),
      (logger: Logger) => logger.error(error, "It failed for %s", SECRETS[0]),
      (logger: Logger) => logger.error(`It failed for ${SECRETS[0]}, ${SECRETS[1]}, ${TOKEN}`),
    ]) {
      const text = written(log);
      expect(text.length).toBeGreaterThan(50);
      for (const secret of SECRETS) expect(text).not.toContain(secret);
    }
    expect(entry(logger => logger.error({ err: error })).err).toMatchObject({
      type: "Error",
      message: "call [phone] with Bearer [hidden]",
      stack: expect.stringContaining("safe-to-log.test.ts"),
      cause: { message: "no mailbox [e-mail]", code: 11_000 },
    });
  });

  test("in what the database quotes", () => {
    const message = `E11000 duplicate key error collection: medex.orders index: x dup key: { trackingToken: "abc", email: "b" }`;
    expect(entry(logger => logger.error(new Error(message))).err.message).toBe(
      "E11000 duplicate key error collection: medex.orders index: x dup key",
    );
  });

  test.each([
    [`/track/${TOKEN}`, "/track/[hidden]"],
    ["/track/short?x=1", "/track/[hidden]?x=1"],
    [`http://127.0.0.1:3000/reset-password#${TOKEN}`, "http://127.0.0.1:3000/reset-password#[hidden]"],
    [
      `/trpc/tracking.get?batch=1&input=%7B%22token%22%3A%22${TOKEN}%22%7D`,
      "/trpc/tracking.get?batch=1&input=[hidden]",
    ],
    ["mongodb://medex:s3cret@db-1:27017/medex", "mongodb://[hidden]@db-1:27017/medex"],
    [
      "/files/proofs/0192f0c1-7d4e-7000-8000-000000000001",
      "/files/proofs/0192f0c1-7d4e-7000-8000-000000000001",
    ],
  ])("in addresses: %s", (path, shown) => {
    expect(entry(logger => logger.info({ path }, path))).toMatchObject({ path: shown, msg: shown });
  });

  test("and what helps is still there", () => {
    const fields = {
      requestId: "0192f0c1-7d4e-7000-8000-000000000001",
      chore: "expireOffers",
      attempts: 3,
      at: new Date(0),
      none: null,
    };
    const logged = entry(logger => logger.warn(fields, "Housekeeping failed; it will be tried again"));
    expect(logged).toMatchObject({
      ...fields,
      at: "1970-01-01T00:00:00.000Z",
      msg: "Housekeeping failed; it will be tried again",
    });
  });
});

describe("an entry is one line, whatever it says", () => {
  const FORGED = 'x\r\n{"level":30,"time":"2026-11-24T00:00:00.000Z","msg":"forged"}\n';
  const NASTY = [
    FORGED,
    "\u001b[2J\u001b[31mred",
    "\u009b31m",
    "a\u2028b\u2029c",
    "\u202egpj.exe",
    "\ufeff\u200b",
    "\0",
    "\ud800",
    "\\",
    '"',
  ];

  test("in a path, a name, a header or an error", () => {
    for (const text of NASTY)
      for (const log of [
        (logger: Logger) => logger.info(text),
        (logger: Logger) => logger.info({ path: text, userAgent: text, [text]: text }, text),
        (logger: Logger) => logger.error(new Error(text)),
        (logger: Logger) => logger.info("%s", text),
      ]) {
        const line = written(log);
        expect(line.endsWith("\n")).toBe(true);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
        expect(line.slice(0, -1)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\ufeff\u200b]/);
        expect(JSON.parse(line).level).toBeGreaterThanOrEqual(30);
      }
  });

  test("in anything at all, and quickly", () => {
    const anything = fc.oneof(fc.string({ unit: "binary" }), fc.jsonValue());
    fc.assert(
      fc.property(anything, fc.string({ unit: "binary" }), (value, message) => {
        const lines = written(logger => logger.info({ value }, message)).split("\n");
        expect(lines).toHaveLength(2);
        JSON.parse(lines[0] ?? "");
      }),
    );
    const began = performance.now();
    for (const text of [
      "a".repeat(1_000_000),
      "a@".repeat(500_000),
      "+1 ".repeat(300_000),
      "dup key: {".repeat(90_000),
      `://${"a".repeat(900_000)}`,
    ])
      written(logger => logger.info({ text }, text));
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test("and what contains itself ends", () => {
    const loop: Record<string, unknown> = {};
    loop.loop = loop;
    expect(written(logger => logger.info(loop, "x"))).toContain("[deep]");
  });
});

test("a printed letter cannot act on the terminal, nor look like anything else", async () => {
  let printed = "";
  const mail = createPrintedMail(text => {
    printed += text;
  });
  const link = `http://127.0.0.1:3000/reset-password#${TOKEN}`;
  const subject = "Hello\r\nTo: somebody@else.test";
  await mail.send({
    id: "1",
    to: "aino@medex.test\u001b[2J",
    subject,
    text: `Aino\u001b[31m\n${link}\u2028\u202e\r\n{"level":30}`,
  });
  expect(printed.trim().split("\n")).toEqual([
    "| To: aino@medex.test[2J",
    "  | Subject: Hello To: somebody@else.test",
    "  | ",
    "  | Aino[31m",
    `  | ${link}`,
    '  | {"level":30}',
  ]);
});
