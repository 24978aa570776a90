import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { openRaw } from "../../integration/realtime/raw-socket.ts";
import { type ListeningApp, startListeningApp } from "../../support/listening-app.ts";
import { PASSWORD } from "../../support/people.ts";
import { tally } from "../../support/tally.ts";

/* Weaknesses of packages that we use, tried on the whole server: a version number alone does not show that we are safe. */

let server: ListeningApp;
beforeAll(async () => {
  server = await startListeningApp("regressions");
}, 60_000);
afterAll(() => server?.[Symbol.asyncDispose]());

const post = (path: string, init: RequestInit) =>
  fetch(`${server.url}/trpc/${path}`, { method: "POST", ...init });
const json = { "content-type": "application/json" };

test("connection parameters that are none close their socket and not the process (CVE-2025-43855)", async () => {
  const params = [
    "null",
    "5",
    '"x"',
    "[]",
    "[1]",
    '{"token":{}}',
    '{"token":["a"]}',
    '{"__proto__":{"a":1}}',
  ];
  const frames = params.map(data => `{"method":"connectionParams","data":${data}}`);
  for (const frame of [...frames, '{"method":"connectionParams"}', "null", "{", "[]", ""]) {
    const raw = await openRaw(server.port, "?connectionParams=1");
    raw.send(frame);
    raw.send('{"id":1,"method":"subscription","params":{"path":"realtime.vendor","input":{}}}');
    // Whatever it answered, it lives to answer the next one.
    await raw.next();
    raw.end();
    tally("socket frames refused");
  }
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  expect(({} as Record<string, unknown>).a).toBeUndefined();
});

describe("a body that does not say how long it is (CVE-2026-44456)", () => {
  const endless = () => {
    let sent = 0;
    return new ReadableStream({
      pull(controller) {
        sent += 64 * 1024;
        controller.enqueue(new Uint8Array(64 * 1024).fill(0x20));
        if (sent > 2 * 1024 * 1024) controller.close();
      },
    });
  };
  test.each(["auth.login", "auth.logoutEverywhere", "no.such"])("is too large for %s", async path => {
    const answer = await post(path, { headers: json, body: endless() });
    expect(answer.status).toBe(413);
  });
});

test("an access token is taken as a Bearer token alone (CVE-2026-47673)", async () => {
  const input = { role: "user", email: "scheme@medex.test", password: PASSWORD, fullName: "Some One" };
  const answer = await post("auth.register", { headers: json, body: JSON.stringify(input) });
  const { accessToken } = (await answer.json()).result.data;
  const ask = (authorization: string) =>
    fetch(`${server.url}/trpc/auth.me`, { headers: { authorization } }).then(({ status }) => status);
  expect(await ask(`Bearer ${accessToken}`)).toBe(200);
  for (const scheme of ["Basic", "Token", "Digest", "JWT", "bearer-ish", ""])
    expect([scheme, await ask(`${scheme} ${accessToken}`.trim())]).toEqual([scheme, 401]);
});
