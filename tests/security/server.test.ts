import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "../support/mongo.ts";
import { startServer, type TestServer } from "../support/process.ts";
import { tally } from "../support/tally.ts";
import { rawHttp, statusOf } from "./raw-http.ts";

/*
 * The server as strangers meet it: a real process, and requests byte by byte.
 */

let database: TestDatabase;
let server: TestServer;
beforeAll(async () => {
  database = await testDatabase("security_server");
  server = await startServer({ mongodbUrl: database.url });
}, 60_000);
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

/** Whatever shows how we are built: a stack, a source, a folder. */
const INSIDE = /\bat .+:\d+:\d+|node_modules|\.ts\b|TypeError|Bun\.serve|ERR_/;

const ask = (target: string, { method = "GET", headers = {} as Record<string, string> } = {}) => {
  const lines = Object.entries({ Host: `127.0.0.1:${server.port}`, Connection: "close", ...headers });
  return rawHttp(
    server.port,
    `${method} ${target} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`,
  );
};

function expectRefused(answer: string): void {
  expect(statusOf(answer), answer.slice(0, 200)).toBeGreaterThanOrEqual(400);
  expect(statusOf(answer), answer.slice(0, 200)).toBeLessThan(500);
  expect(answer).not.toMatch(INSIDE);
  tally("hostile requests");
}

describe("addresses that nobody can mean are refused and do not fail", () => {
  const PLACES = ["/", "/assets/", "/files/proofs/", "/tiles/", "/track/", "/trpc/", "/trpc/auth.me"];
  const ENDINGS = ["%", "%zz", "%E0%A4%A", "%ff", "%00", "%0d%0aX-Evil:1", "%1b"];
  for (const place of PLACES) {
    test(`${place} with broken endings`, async () => {
      for (const ending of ENDINGS) expectRefused(await ask(place + ending));
    });
  }

  test("longer than any file's name", async () => {
    expect(statusOf(await ask(`/${"a".repeat(7_000)}`))).toBeLessThan(500);
    expectRefused(await ask(`/assets/${"a".repeat(7_000)}`));
    expectRefused(await ask(`/${"a".repeat(40_000)}`));
  });

  test("that climb out of the folder of the client", async () => {
    const up = ["..", "%2e%2e", "..%2f..", "%2e%2e%2f%2e%2e", "..%5c..", "%252e%252e%252f", "....//"];
    for (const step of up) {
      for (const target of [`/${step}/package.json`, `/assets/${step}/${step}/package.json`]) {
        const answer = await ask(target);
        expect(statusOf(answer)).toBeLessThan(500);
        expect(answer).not.toContain("medex-delivery");
      }
    }
  });
});

describe("requests that are none", () => {
  const HOSTS = ["[::", "a b", "", "evil.example:99999", "%00", "user:pw@127.0.0.1", "127.0.0.1/..@x"];
  for (const host of HOSTS) {
    test(`from a Host that is ${JSON.stringify(host)} are refused without showing the inside`, async () => {
      for (const target of ["/", "/trpc/maps.config", "/trpc-ws"])
        expectRefused(await ask(target, { headers: { Host: host } }));
    });
  }

  test("in old, doubled or broken HTTP are refused", async () => {
    const post = `POST /trpc/auth.login HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n`;
    for (const request of [
      "GET / HTTP/1.0\r\n\r\n",
      "GET / HTTP/1.1\r\n\r\n",
      `${post}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      `${post}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}a`,
      `${post}Content-Length: -1\r\n\r\n{}`,
      `${post}Transfer-Encoding: chunked\r\n\r\nZZ\r\n{}\r\n0\r\n\r\n`,
    ])
      expectRefused(await rawHttp(server.port, request));
  });

  test("by other methods change nothing and fail nowhere", async () => {
    for (const method of ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE"])
      for (const target of ["/", "/trpc/auth.logout", "/files/proofs/x", "/healthz", "/trpc-ws"])
        expect(statusOf(await ask(target, { method })), `${method} ${target}`).toBeLessThan(500);
  });
});

describe("a page may call when it is ours", () => {
  const login = (headers: Record<string, string>) =>
    fetch(`${server.url}/trpc/auth.login`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ email: "nobody@medex.test", password: "not the password" }),
    });
  /** In a version of WebSocket that nobody speaks: an origin that is allowed gets as far as 426. */
  const upgrade = (headers: Record<string, string>) =>
    fetch(`${server.url}/trpc-ws`, {
      headers: {
        connection: "Upgrade",
        upgrade: "websocket",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
        "sec-websocket-version": "99",
        ...headers,
      },
    });
  const at = (host: string) => ({ Host: `${host}:${server.port}`, Origin: `http://${host}:${server.port}` });

  test.each(["127.0.0.1", "localhost", "[::1]", "192.168.1.20"])("opened as %s", async host => {
    expect((await login(at(host))).status).toBe(401);
    expect((await upgrade(at(host))).status).toBe(426);
  });

  test.each(["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "medex"])(
    "and not under a name that may lead anywhere tomorrow: %s (DNS rebinding)",
    async host => {
      const response = await login(at(host));
      expect(response.status).toBe(403);
      expect(response.headers.get("access-control-allow-origin")).toBeNull();
      expect((await upgrade(at(host))).status).toBe(403);
      tally("origins refused");
    },
  );

  test.each(["null", "file://", "https://evil.example", "http://127.0.0.1:1"])(
    "and not from %s",
    async origin => {
      expect((await login({ Origin: origin })).status).toBe(403);
      expect((await upgrade({ Origin: origin })).status).toBe(403);
      tally("origins refused");
    },
  );

  test("a form of another site that sends the cookie along changes nothing", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
      for (const path of ["auth.logout", "auth.refresh"]) {
        const response = await fetch(`${server.url}/trpc/${path}`, {
          method: "POST",
          headers: { "content-type": type, cookie: "medex-refresh=whatever" },
          body: "{}",
        });
        expect(response.status).toBe(400);
        expect(response.headers.get("set-cookie")).toBeNull();
      }
  });
});

test("a proof is for nobody who does not say who he is, whether it exists or not", async () => {
  for (const name of ["x", "../../development-token-secrets", "00000000-0000-7000-8000-ffffffffffff"])
    for (const headers of [{}, { Authorization: "Bearer forged" }, { Cookie: "medex-refresh=x" }] as Record<
      string,
      string
    >[])
      expect(statusOf(await ask(`/files/proofs/${encodeURIComponent(name)}`, { headers }))).toBe(401);
});

describe("what browsers and caches are told", () => {
  const headersOf = async (path: string) => (await fetch(server.url + path)).headers;

  test("a tracking page gives its address, which is the key, to nobody", async () => {
    const headers = await headersOf(`/track/${"x".repeat(32)}`);
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cache-control")).toBe("no-store");
  });

  test("answers of the API are kept by nobody", async () => {
    for (const path of ["/trpc/maps.config", "/trpc/auth.me", "/trpc/nothing"])
      expect((await headersOf(path)).get("cache-control")).toBe("no-store");
  });

  test("a script of ours only, and no frame around us", async () => {
    const headers = await headersOf("/");
    expect(headers.get("content-security-policy")).toContain("script-src 'self';");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });
});

test("through all of this the process has kept running, and written no token or password", async () => {
  expect(server.exitCode()).toBeNull();
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  expect(server.output()).not.toMatch(/not the password|medex-refresh|Bearer/);
});
