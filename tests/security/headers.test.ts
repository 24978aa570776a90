import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { WS_PATH } from "../../src/server/http/live/ws.ts";
import { type ListeningApp, PRODUCTION, startListeningApp } from "../support/listening-app.ts";
import { rawHttp, statusOf } from "./raw-http.ts";

/* What browsers are told, on every answer that there is: of each route, of what is no route, and of refusals. */

const MAIN = {
  "content-security-policy":
    /^default-src 'none'; .*script-src 'self'; style-src 'self'; .*require-trusted-types-for 'script'/,
  "cross-origin-opener-policy": /^same-origin$/,
  "cross-origin-resource-policy": /^same-origin$/,
  "permissions-policy": /microphone=\(\)/,
  "referrer-policy": /^(same-origin|no-referrer)$/,
  "x-content-type-options": /^nosniff$/,
  "x-frame-options": /^DENY$/,
};
const OVER_HTTPS = { ...MAIN, "strict-transport-security": /^max-age=31536000; includeSubDomains$/ };

let development: ListeningApp;
let production: ListeningApp;
beforeAll(async () => {
  development = await startListeningApp("headers");
  production = await startListeningApp("headers_https", PRODUCTION);
}, 60_000);
afterAll(async () => {
  await development?.[Symbol.asyncDispose]();
  await production?.[Symbol.asyncDispose]();
});

type Ask = [path: string, init?: RequestInit];

/** Each route that the application has, by each method, and what a route alone does not bring about. */
function everything({ app, url }: ListeningApp): Ask[] {
  const paths = new Set(app.routes.map(({ path }) => path.replace(/:\w+|\*/g, "x")));
  const METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"];
  const routes = [...paths].flatMap(path => METHODS.map((method): Ask => [path, { method }]));
  const upgrade = { connection: "Upgrade", upgrade: "websocket", "sec-websocket-version": "99" };
  const json = { method: "POST", headers: { "content-type": "application/json" } };
  return [
    ...routes,
    ["/"],
    ["/verify"],
    ["/icon.svg"],
    ["/driver-sw.js"],
    [`/track/${"x".repeat(32)}`],
    ["/.well-known/custody-keys.json"],
    ["/nothing/here"],
    ["/assets/nothing.js"],
    ["/%zz"],
    ["/tiles/city.pmtiles", { headers: { range: "bytes=0-9" } }],
    ["/tiles/city.pmtiles", { headers: { range: "bytes=99999999999-" } }],
    ["/tiles/city.pmtiles", { headers: { "if-none-match": "*" } }],
    ["/tiles/nothing"],
    ["/files/proofs/x"],
    ["/trpc/maps.config"],
    ["/trpc/auth.me"],
    ["/trpc/no.such"],
    ["/trpc/auth.login", { ...json, body: "{" }],
    ["/trpc/auth.login", { ...json, body: `"${"a".repeat(600_000)}"` }],
    ["/trpc/auth.login", { ...json, headers: { origin: "https://evil.example" }, body: "{}" }],
    [
      "/trpc/auth.login",
      { method: "OPTIONS", headers: { origin: url, "access-control-request-method": "POST" } },
    ],
    [WS_PATH],
    [WS_PATH, { headers: { ...upgrade, origin: "https://evil.example" } }],
    [WS_PATH, { headers: { ...upgrade, origin: url } }],
  ];
}

async function expectHeaders(server: ListeningApp, wanted: Record<string, RegExp>, extra: HeadersInit = {}) {
  const seen = new Set<number>();
  for (const [path, init] of everything(server)) {
    const headers = { ...extra, ...(init?.headers as Record<string, string>) };
    const answer = await fetch(server.url + path, { redirect: "manual", ...init, headers });
    seen.add(answer.status);
    await answer.body?.cancel();
    for (const [name, value] of Object.entries(wanted))
      expect(answer.headers.get(name) ?? "missing", `${init?.method ?? "GET"} ${path}: ${name}`).toMatch(
        value,
      );
  }
  return seen;
}

describe("every answer carries the headers", () => {
  test("in development, over http", async () => {
    const seen = await expectHeaders(development, MAIN);
    for (const status of [200, 204, 206, 304, 400, 401, 403, 404, 413, 416, 426])
      expect(seen).toContain(status);
    expect((await fetch(development.url)).headers.get("strict-transport-security")).toBeNull();
  });

  test("in production, and nothing else than https", async () => {
    await expectHeaders(production, OVER_HTTPS);
    const { headers } = await fetch(production.url);
    expect(headers.get("content-security-policy")).toEndWith("; upgrade-insecure-requests");
  });

  test("also one that never came to a route", async () => {
    const answer = await rawHttp(
      development.port,
      "GET / HTTP/1.1\r\nHost: [::\r\nConnection: close\r\n\r\n",
    );
    expect(statusOf(answer)).toBe(400);
    for (const name of Object.keys(MAIN)) expect(answer.toLowerCase()).toContain(`${name}: `);
  });
});

test("the content policy allows nothing that stands in markup, is made from text, or comes from elsewhere", async () => {
  const { headers } = await fetch(development.url);
  const policy = headers.get("content-security-policy") ?? "";
  expect(policy).not.toMatch(/unsafe-|\*|https?:(?!\/\/127)/);
  const told = Object.fromEntries(policy.split("; ").map(part => [part.split(" ")[0], part]));
  expect(Object.keys(told).toSorted()).toEqual(
    "base-uri connect-src default-src font-src form-action frame-ancestors img-src manifest-src require-trusted-types-for script-src style-src trusted-types worker-src".split(
      " ",
    ),
  );
});
