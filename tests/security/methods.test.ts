import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type ListeningApp, startListeningApp } from "../support/listening-app.ts";
import { tally } from "../support/tally.ts";
import { procedures } from "./procedures.ts";
import { rawHttp, statusOf } from "./raw-http.ts";

/* A link, a picture or a form must not change anything: what changes goes by POST alone. */

let server: ListeningApp;
beforeAll(async () => {
  server = await startListeningApp("methods");
}, 60_000);
afterAll(() => server?.[Symbol.asyncDispose]());

const NO_CALL: Record<string, string[]> = {
  mutation: ["GET", "PUT", "PATCH", "DELETE"],
  query: ["PUT", "PATCH", "DELETE"],
  subscription: ["POST", "PUT", "PATCH", "DELETE"],
};
/** Before anybody is asked who he is: a stranger who had called would hear 401. */
const NOT_CALLED = 400;

describe("a procedure is called by no method but its own:", () => {
  test.each(procedures.map(({ path, type }) => [path, type] as const))("%s, a %s", async (path, type) => {
    for (const method of NO_CALL[type] ?? []) {
      const answer = await fetch(`${server.url}/trpc/${path}?input=%7B%7D`, { method });
      expect([method, answer.status]).toEqual([method, NOT_CALLED]);
      tally("hostile requests");
    }
  });
});

test("TRACE is refused, and gives nothing back of what was sent", async () => {
  for (const target of ["/", "/trpc/maps.config", "/healthz"]) {
    const lines = [`TRACE ${target} HTTP/1.1`, "Host: 127.0.0.1", "X-Secret: 5ecret", "Connection: close"];
    const answer = await rawHttp(server.port, `${lines.join("\r\n")}\r\n\r\n`);
    expect(statusOf(answer)).toBeGreaterThanOrEqual(400);
    expect(answer).not.toContain("5ecret");
  }
});
