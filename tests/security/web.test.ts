import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { WS_PATH } from "../../src/server/http/live/ws.ts";
import { type ListeningApp, PRODUCTION, startListeningApp } from "../support/listening-app.ts";
import { PASSWORD } from "../support/people.ts";
import { tally } from "../support/tally.ts";
import { INPUTS } from "./inputs.ts";
import { procedures } from "./procedures.ts";

/* What stands between a person's browser and everybody else's pages: origins and cookies, in production. */

const PUBLIC_URL = "https://medex.example";
const EMAIL = "owner@web.test";
const JSON_TYPE = { "content-type": "application/json" };
const UPGRADE = {
  connection: "Upgrade",
  upgrade: "websocket",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  "sec-websocket-version": "99",
};

let production: ListeningApp;
let cookie: string;
let setCookies: string[];

beforeAll(async () => {
  production = await startListeningApp("web", {
    ...PRODUCTION,
    PUBLIC_URL,
    CORS_ORIGINS: "https://desk.example:8443",
  });
  await post(production.url, "auth.register", {
    role: "user",
    email: EMAIL,
    password: PASSWORD,
    fullName: "Some One",
  });
  const response = await login(production.url);
  setCookies = response.headers.getSetCookie();
  cookie = setCookies.map(each => each.split(";")[0]).join("; ");
}, 60_000);
afterAll(async () => {
  await production?.[Symbol.asyncDispose]();
});

const post = (url: string, path: string, input: unknown, headers: Record<string, string> = {}) =>
  fetch(`${url}/trpc/${path}`, {
    method: "POST",
    headers: { ...JSON_TYPE, ...headers },
    body: JSON.stringify(input),
  });
const login = (url: string, headers: Record<string, string> = {}) =>
  post(url, "auth.login", { email: EMAIL, password: PASSWORD }, headers);
const get = (path: string, headers: Record<string, string> = {}, url = production.url) =>
  fetch(url + path, { headers, redirect: "manual" });
const appCodeOf = async (answer: Response) => (await answer.json()).error.data.appCode;

describe("a page may call when its origin is named", () => {
  const preflight = (origin: string) =>
    fetch(`${production.url}/trpc/auth.login`, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization",
      },
    });

  for (const origin of [PUBLIC_URL, "https://desk.example:8443"])
    test(`${origin} may: call, ask first, and open a socket`, async () => {
      const answer = await login(production.url, { origin });
      expect(answer.status).toBe(200);
      expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
      expect(answer.headers.get("vary")?.toLowerCase()).toContain("origin");
      expect((await preflight(origin)).headers.get("access-control-allow-origin")).toBe(origin);
      expect((await get(WS_PATH, { ...UPGRADE, origin })).status).toBe(426);
    });

  const STRANGERS = {
    "no origin at all, said aloud": "null",
    "a name that begins like ours": "https://medex.example.evil.example",
    "a name that ends like ours": "https://evilmedex.example",
    "another port": "https://medex.example:8443",
    "http in place of https": "http://medex.example",
    "a subdomain": "https://app.medex.example",
    "our name as a user": "https://medex.example@evil.example",
    "our name as a path": "https://evil.example/https://medex.example",
    "ours with a path": "https://medex.example/",
    "two of them": "https://medex.example, https://evil.example",
    any: "*",
    "a pattern": "https://medex-example",
  };
  for (const [name, origin] of Object.entries(STRANGERS))
    test(`and ${name} may not`, async () => {
      for (const answer of [await login(production.url, { origin }), await preflight(origin)]) {
        expect(answer.status).toBe(403);
        expect(answer.headers.get("access-control-allow-origin")).toBeNull();
        expect(answer.headers.get("set-cookie")).toBeNull();
      }
      expect((await get(WS_PATH, { ...UPGRADE, origin })).status).toBe(403);
      tally("origins refused");
    });

  test("and a socket that names none is refused too", async () => {
    expect((await get(WS_PATH, UPGRADE)).status).toBe(403);
  });
});

describe("the cookies of a session and of a known device", () => {
  test.each(["refresh", "device"])(
    "are out of reach of scripts, of other sites and of plain http: %s",
    name => {
      const prefix = `__Host-medex-${name}=`;
      const [pair, ...attributes] = setCookies.find(each => each.startsWith(prefix))?.split("; ") ?? [];
      expect(pair?.slice(prefix.length)).toMatch(/^[\w.-]{20,}$/);
      const named = attributes.map(attribute => attribute.split("=")[0]);
      expect(named).toEqual(expect.arrayContaining(["HttpOnly", "Secure", "SameSite", "Path"]));
      expect(attributes).toEqual(expect.arrayContaining(["SameSite=Strict", "Path=/"]));
      expect(named).not.toContain("Domain");
    },
  );

  test("authorise no procedure, no file and no metrics by itself", async () => {
    const own = {
      userId: "x",
      vendorId: "x",
      driverId: "x",
      memberId: "x",
      orderId: "x",
      assignmentId: "x",
      sessionId: "x",
      token: "x",
    };
    const guarded = procedures.filter(
      ({ policy, type }) => policy && !("open" in policy) && type !== "subscription",
    );
    expect(guarded.length).toBeGreaterThan(40);
    for (const { path, type } of guarded) {
      const input = INPUTS[path]?.(own) ?? {};
      const answer =
        type === "query"
          ? await get(`/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`, { cookie })
          : await post(production.url, path, input, { cookie, origin: PUBLIC_URL });
      expect(await appCodeOf(answer), path).toBe("UNAUTHENTICATED");
      tally("hostile requests");
    }
    expect((await get("/files/proofs/x", { cookie })).status).toBe(401);
    expect((await get("/metrics", { cookie })).status).toBe(404);
  });

  test("move no session at the wish of another site, by whatever a form can send", async () => {
    const TYPES = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"];
    const origins = [{ origin: "https://evil.example" }, { origin: "null" }, {}] as Record<string, string>[];
    for (const path of ["auth.refresh", "auth.logout"])
      for (const type of TYPES)
        for (const origin of origins)
          for (const body of ["{}", "", '{"0":{}}', "input={}"]) {
            const url = `${production.url}/trpc/${path}`;
            const headers = { ...origin, cookie, "content-type": type };
            const answer = await fetch(url, { method: "POST", headers, body });
            expect(answer.status).toBeGreaterThanOrEqual(400);
            expect(answer.status).toBeLessThan(500);
            expect(answer.headers.get("set-cookie")).toBeNull();
            tally("hostile requests");
          }
    // A link, a picture, and a body without a type.
    for (const path of ["auth.refresh", "auth.logout"]) {
      expect((await get(`/trpc/${path}?input=%7B%7D`, { cookie })).status).toBe(400);
      const untyped = await fetch(`${production.url}/trpc/${path}`, {
        method: "POST",
        headers: { cookie },
        body: new Blob(["{}"]),
      });
      expect(untyped.status).toBeGreaterThanOrEqual(400);
    }
    // And after all of that it is still the same session.
    const refreshed = await post(production.url, "auth.refresh", {}, { cookie, origin: PUBLIC_URL });
    expect(refreshed.status).toBe(200);
  });
});
