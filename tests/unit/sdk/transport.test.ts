import { afterEach, beforeEach, expect, mock, spyOn, test } from "bun:test";
import type { Operation } from "@trpc/client";
import { createTransport } from "../../../src/sdk/transport.ts";
import { appRouter } from "../../../src/server/trpc/router.ts";
import { waitFor } from "../../support/wait-for.ts";

const procedures = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { _def: { type: Operation["type"] } }>,
).filter(([, { _def }]) => _def.type !== "subscription");

/** Deadlines that are over when the test says so, by their length. */
let deadlines: { ms: number; end: () => void }[];
const passed = (ms: number) => {
  for (const deadline of deadlines) if (deadline.ms <= ms) deadline.end();
};
beforeEach(() => {
  deadlines = [];
  spyOn(AbortSignal, "timeout").mockImplementation(ms => {
    const late = new AbortController();
    deadlines.push({ ms, end: () => late.abort(new DOMException("late", "TimeoutError")) });
    return late.signal;
  });
});
afterEach(() => void mock.restore());

/** All procedures are called, of a service that answers none of them. */
function callAll() {
  const asked: string[] = [];
  const late: string[] = [];
  const silent = (url: unknown, init?: RequestInit) => {
    asked.push(String(url));
    return new Promise<Response>((_, reject) => {
      init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
    });
  };
  const { link } = createTransport({
    url: "http://nowhere.test",
    freshToken: async () => null,
    fetch: Object.assign(silent, { preconnect: () => {} }),
  });
  const call = link({});
  for (const [index, [path, { _def }]] of procedures.entries()) {
    const input = path === "proofs.upload" ? new FormData() : { path };
    const op = { id: index, type: _def.type, path, input, context: {}, signal: null };
    call({ op, next: () => call({ op, next: null as never }) }).subscribe({ error: () => late.push(path) });
  }
  return { asked, late };
}

test("exports and uploads are waited for for three minutes, and everything else for half of one", async () => {
  const { late } = callAll();
  const mayTakeLong = procedures
    .map(([path]) => path)
    .filter(path => /export/i.test(path) || path === "orders.events" || path === "proofs.upload");
  expect(mayTakeLong.length).toBeGreaterThan(4);
  await waitFor(
    "deadlines",
    () => deadlines.some(({ ms }) => ms > 30_000) && deadlines.some(({ ms }) => ms <= 30_000),
  );
  passed(30_000);
  await waitFor("the others", () => late.length === procedures.length - mayTakeLong.length);
  expect(late.filter(path => mayTakeLong.includes(path))).toEqual([]);
  passed(179_999);
  await new Promise(setImmediate);
  expect(late.filter(path => mayTakeLong.includes(path))).toEqual([]);
  passed(180_000);
  await waitFor("all", () => late.length === procedures.length);
});

test("what may take long goes by itself: a batch is answered as a whole", async () => {
  const { asked } = callAll();
  await waitFor("all calls", () => asked.join().includes("vendors."));
  const exports = asked.filter(url => /export|orders\.events|proofs\.upload/i.test(url));
  expect(exports.length).toBeGreaterThan(4);
  for (const url of exports) expect(url).not.toContain("batch=1");
});
