import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { WS_PATH } from "../../src/server/http/live/ws.ts";
import { type ListeningApp, PRODUCTION, startListeningApp } from "../support/listening-app.ts";
import { type MailServer, startMailServer } from "../support/mail-server.ts";
import { PASSWORD } from "../support/people.ts";
import { tally } from "../support/tally.ts";
import { rawHttp, statusOf } from "./raw-http.ts";

/* What a server believes of its callers: with a proxy in front that says how they came, and without one. */

const PUBLIC_URL = PRODUCTION.PUBLIC_URL;
const EMAIL = "owner@web.test";
const UPGRADE = {
  connection: "Upgrade",
  upgrade: "websocket",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  "sec-websocket-version": "99",
};

let mailbox: MailServer;
let production: ListeningApp;
let direct: ListeningApp;

beforeAll(async () => {
  mailbox = await startMailServer();
  const smtp = { SMTP_URL: `smtp://127.0.0.1:${mailbox.port}`, MAIL_FROM: "MedEx <no-reply@medex.test>" };
  production = await startListeningApp("proxy", { ...PRODUCTION, ...smtp });
  direct = await startListeningApp("proxy_direct");
  for (const { url } of [production, direct])
    await post(url, "auth.register", {
      role: "user",
      email: EMAIL,
      password: PASSWORD,
      fullName: "Some One",
    });
}, 60_000);
afterAll(async () => {
  await production?.[Symbol.asyncDispose]();
  await direct?.[Symbol.asyncDispose]();
  await mailbox?.[Symbol.asyncDispose]();
});

const post = (url: string, path: string, input: unknown, headers: Record<string, string> = {}) =>
  fetch(`${url}/trpc/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(input),
  });
const login = (url: string, headers: Record<string, string> = {}) =>
  post(url, "auth.login", { email: EMAIL, password: PASSWORD }, headers);
const get = (path: string, headers: Record<string, string> = {}, url = production.url) =>
  fetch(url + path, { headers, redirect: "manual" });
const appCodeOf = async (answer: Response) => (await answer.json()).error.data.appCode;

describe("forwarded headers", () => {
  const forged = {
    "x-forwarded-for": "203.0.113.66",
    "x-forwarded-proto": "http",
    "x-forwarded-host": "evil.example",
    "x-real-ip": "203.0.113.67",
    forwarded: "for=203.0.113.68;host=evil.example;proto=http",
    "x-original-url": "/metrics",
    "x-rewrite-url": "/metrics",
  };
  const addressSeen = async ({ url, db }: ListeningApp, headers: Record<string, string>) => {
    expect((await login(url, headers)).status).toBe(200);
    const [newest] = await db.collection("sessions").find().sort({ createdAt: -1 }).limit(1).toArray();
    return newest?.ip;
  };

  test("mean nothing to a server that stands behind no proxy", async () => {
    expect(await addressSeen(direct, forged)).toMatch(/127\.0\.0\.1$/);
    const page = await get("/", forged, direct.url);
    expect(page.status).toBe(200);
    expect(`${JSON.stringify([...page.headers])} ${await page.text()}`).not.toContain("evil.example");
  });

  test("count from the last hop behind one, whatever the caller wrote before it", async () => {
    const headers = { "x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.66, 198.51.100.7" };
    expect(await addressSeen(production, headers)).toBe("198.51.100.7");
    const { status } = await get("/", { "x-forwarded-proto": "http, https" });
    expect(status).toBe(200);
  });
});

describe("a name that the caller gave the server", () => {
  const HOSTS = [
    "evil.example",
    "medex.example.evil.example",
    "evil.example:443",
    "medex.example@evil.example",
  ];
  test("appears in no answer and leads nowhere", async () => {
    for (const host of HOSTS)
      for (const target of [
        "/",
        "/driver",
        "/track/x",
        "/nothing",
        "/trpc/maps.config",
        "/trpc/no.such",
        "/files/proofs/x",
      ]) {
        const answer = await rawHttp(
          production.port,
          `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nX-Forwarded-Host: ${host}\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n`,
        );
        expect(answer).not.toContain("evil");
        expect(statusOf(answer)).toBeLessThan(500);
        expect(statusOf(answer)).not.toBeWithin(300, 400);
        tally("hostile requests");
      }
  });

  test("is in no letter: the link leads to PUBLIC_URL", async () => {
    const poisoned = {
      host: "evil.example",
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "https",
    };
    const answer = await post(production.url, "auth.requestPasswordReset", { email: EMAIL }, poisoned);
    expect(answer.status).toBe(200);
    await production.deps.deliverMail();
    const letter = mailbox.received.at(-1)?.raw.replaceAll("=\r\n", "") ?? "";
    expect(letter).toContain(`${PUBLIC_URL}/reset-password#`);
    expect(letter).not.toContain("evil");
  });
});

describe("over plain http, behind the proxy that says so", () => {
  const clear = { "x-forwarded-proto": "http" };

  test("pages are led to the same page over https", async () => {
    for (const path of [
      "/",
      "/board?sel=1",
      "/track/abc",
      "/verify",
      "/assets/nothing.js",
      "/.well-known/custody-keys.json",
    ]) {
      const answer = await get(path, clear);
      expect(answer.status).toBe(308);
      expect(answer.headers.get("location")).toBe(PUBLIC_URL + path);
    }
    const head = await fetch(production.url, { method: "HEAD", headers: clear, redirect: "manual" });
    expect(head.status).toBe(308);
  });

  const TARGETS = [
    "//evil.example",
    "///evil.example",
    "//evil.example/..",
    "/\\evil.example",
    "/%5cevil.example",
    "/%2f%2fevil.example",
    "/.//evil.example",
    "/x/..//evil.example",
    "/@evil.example",
    "/:@evil.example",
    "/?next=//evil.example",
    "/x?url=https://evil.example",
    "http://evil.example/",
    "https://medex.example@evil.example/",
  ];
  for (const target of TARGETS)
    test(`${target} leads nowhere else`, async () => {
      const answer = await rawHttp(
        production.port,
        `GET ${target} HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Proto: http\r\nConnection: close\r\n\r\n`,
      );
      expect(statusOf(answer)).toBeLessThan(500);
      const location = /^location: (.*)\r$/im.exec(answer)?.[1];
      if (statusOf(answer) === 308) expect(new URL(location ?? "").origin).toBe(PUBLIC_URL);
      else expect(location).toBeUndefined();
      tally("hostile requests");
    });

  test("calls, files, sockets and whatever carries a token are refused, for they went in clear", async () => {
    const refused = [
      await login(production.url, clear),
      await get("/trpc/maps.config", clear),
      await get("/trpc/auth.me", { ...clear, authorization: "Bearer x" }),
      await get("/files/proofs/x", clear),
      await get("/metrics", clear),
      await get("/", { ...clear, authorization: "Bearer x" }),
      await fetch(`${production.url}/`, { method: "POST", headers: clear }),
      await get(WS_PATH, { ...UPGRADE, ...clear, origin: PUBLIC_URL }),
      await login(production.url, { "x-forwarded-proto": "ftp" }),
    ];
    for (const answer of refused) {
      expect(answer.status).toBe(403);
      expect(await appCodeOf(answer)).toBe("HTTPS_REQUIRED");
      expect(answer.headers.get("set-cookie")).toBeNull();
      tally("hostile requests");
    }
  });

  test("health checks are answered, and https and inner callers are let through", async () => {
    for (const path of ["/healthz", "/readyz", "/version"]) expect((await get(path, clear)).status).toBe(200);
    for (const headers of [{ "x-forwarded-proto": "https" }, { "x-forwarded-proto": "HTTPS" }, {}] as Record<
      string,
      string
    >[])
      expect((await get("/", headers)).status).toBe(200);
  });
});
