import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { observable } from "@trpc/server/observable";
import { createMedexClient } from "../../../src/sdk/index.ts";
import { liveLink } from "../../../src/sdk/live-link.ts";
import { createSession } from "../../../src/sdk/session.ts";
import { listeningSocket } from "../../../src/sdk/socket.ts";
import { createStreams } from "../../../src/sdk/sse-link.ts";
import type { Credentials } from "../../../src/shared/auth/auth.schema.ts";
import { waitFor } from "../../support/wait-for.ts";

/** Errors that nobody has caught, as a program would see them. */
let uncaught: string[] = [];
const { queueMicrotask: original } = globalThis;
beforeEach(() => {
  uncaught = [];
  globalThis.queueMicrotask = work =>
    original(() => {
      try {
        work();
      } catch (error) {
        uncaught.push((error as Error).message);
      }
    });
});
afterEach(() => {
  globalThis.queueMicrotask = original;
});

const fail = (name: string) => () => {
  throw new Error(name);
};
const credentials = {
  accessToken: "h.e30.s",
  refreshToken: "next",
  user: { id: "u" },
} as unknown as Credentials;
const OP = {
  id: 1,
  context: {},
  signal: null,
  type: "subscription",
  path: "realtime.order",
  input: {},
} as const;
const WAY = { streams: () => null, onChange: () => () => {} };

describe("a listener that throws comes out as an error that nobody has caught, and", () => {
  test("keeps nobody from signing in, and no other listener from hearing of it", async () => {
    const heard: string[] = [];
    const session = createSession({
      refreshToken: "kept",
      renew: async () => credentials,
      onRefreshToken: fail("keeping"),
    });
    session.subscribe(fail("showing"));
    session.subscribe(() => heard.push(session.get().status));
    expect(await session.freshToken()).toBe("h.e30.s");
    expect(heard).toEqual(["signedIn"]);
    await waitFor("both", () => uncaught.length === 2);
    expect(uncaught).toEqual(["keeping", "showing"]);
  });

  test("leaves a subscription as it is: what follows is told, from wherever it comes", async () => {
    const told: unknown[] = [];
    const link = liveLink(
      () => () =>
        observable(observer => {
          for (const id of ["1", "2"]) observer.next({ result: { type: "data", id, data: id } });
          observer.complete();
        }),
      WAY,
    );
    link({})({ op: OP, next: () => observable(() => {}) }).subscribe({
      next({ result }) {
        told.push("data" in result && result.data);
        throw new Error("showing");
      },
      complete: () => told.push("complete"),
    });
    expect(told).toEqual(["1", "2", "complete"]);
    await waitFor("both", () => uncaught.length === 2);
  });

  test("does not cut a stream: it is asked for once", async () => {
    let asked = 0;
    const body =
      'event: connected\ndata: {}\n\nid: 1\ndata: {"n":1}\n\nid: 2\ndata: {"n":2}\n\nevent: return\ndata:\n\n';
    const streams = createStreams({
      url: "http://nowhere.test/trpc",
      headers: async () => ({}),
      fetch: Object.assign(
        async () => {
          asked += 1;
          return new Response(body);
        },
        { preconnect: () => {} },
      ),
      onHeard: fail("hearing"),
      onConnection: fail("connecting"),
    });
    const told: unknown[] = [];
    const over = liveLink(() => () => observable(() => {}), { ...WAY, streams: () => streams });
    over({})({ op: OP, next: () => observable(() => {}) }).subscribe({
      next({ result }) {
        if ("id" in result) told.push(result.id);
        throw new Error("showing");
      },
      complete: () => told.push("complete"),
    });
    await waitFor("the end", () => told.includes("complete"));
    expect([told, asked]).toEqual([["1", "2", "complete"], 1]);
    expect(new Set(uncaught)).toEqual(new Set(["hearing", "connecting", "showing"]));
  });

  test("takes nobody's word that a socket is gone", async () => {
    const server = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch: (request, self) => (self.upgrade(request) ? undefined : new Response()),
      websocket: { open: socket => void socket.send("hello"), message: () => {} },
    });
    const gone: boolean[] = [];
    const errors: string[] = [];
    const Socket = listeningSocket(WebSocket, {
      onConnection: fail("connecting"),
      onHeard: fail("hearing"),
      onGone: wasHeard => gone.push(wasHeard),
      isNeeded: () => true,
    });
    const socket = new Socket(`ws://127.0.0.1:${server.port}`);
    socket.addEventListener("error", () => errors.push("error"));
    await waitFor("a word", () => uncaught.includes("hearing"));
    await server.stop(true);
    await waitFor("the end", () => gone.length > 0);
    expect([gone, errors]).toEqual([[true], ["error"]]);
    expect(uncaught).toEqual(["connecting", "hearing", "connecting"]);
  });
});

/** A service that answers with all of these at once, and stays on the line. */
const streamsOf = (...ids: string[]) =>
  createStreams({
    url: "http://nowhere.test/trpc",
    headers: async () => ({}),
    fetch: Object.assign(async () => new Response(ids.map(id => `id: ${id}\ndata: {}\n\n`).join("")), {
      preconnect: () => {},
    }),
  });

describe("who is told several things at once and", () => {
  test("unsubscribes at the first hears none of the others", async () => {
    const streams = streamsOf("1", "2", "3");
    const told: unknown[] = [];
    const link = liveLink(() => () => observable(() => {}), { ...WAY, streams: () => streams });
    const subscription = link({})({ op: OP, next: () => observable(() => {}) }).subscribe({
      next({ result }) {
        told.push("id" in result && result.id);
        subscription.unsubscribe();
      },
    });
    await waitFor("the first", () => told.length > 0);
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
    expect(told).toEqual(["1"]);
  });

  test("goes another way at the first hears the others there, once, whatever becomes of the way that was left", async () => {
    const over: { fail: () => void; inputs: unknown[] } = { fail: () => {}, inputs: [] };
    let streams: ReturnType<typeof createStreams> | null = streamsOf("1", "2", "3");
    let change = () => {};
    const way = {
      streams: () => streams,
      onChange(listener: () => void) {
        change = listener;
        return () => {};
      },
    };
    const socket: Parameters<typeof liveLink>[0] =
      () =>
      ({ op }) =>
        observable(observer => {
          over.inputs.push(op.input);
          over.fail = () => observer.error(new Error("too late") as never);
          for (const id of ["2", "3"]) observer.next({ result: { type: "data", id, data: id } });
        });
    const told: unknown[] = [];
    liveLink(
      socket,
      way,
    )({})({ op: OP, next: () => observable(() => {}) }).subscribe({
      next({ result }) {
        told.push("id" in result && result.id);
        if (told.length > 1) return;
        streams = null;
        change();
      },
      error: () => told.push("error"),
    });
    await waitFor("all", () => told.length >= 3);
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
    expect([told, over.inputs]).toEqual([["1", "2", "3"], [{ lastEventId: "1" }]]);
    const { fail } = over;
    streams = streamsOf("4");
    change();
    fail();
    await waitFor("the next", () => told.length >= 4);
    expect(told).toEqual(["1", "2", "3", "4"]);
  });
});

test("who signs out before his kept token was ever used ends that session too", async () => {
  const bodies: unknown[] = [];
  const client = createMedexClient({
    url: "http://nowhere.test",
    refreshToken: "kept",
    fetch: Object.assign(
      async (_: unknown, init?: RequestInit) => {
        bodies.push(JSON.parse(String(init?.body)));
        return Response.json({ result: { data: {} } });
      },
      { preconnect: () => {} },
    ) as typeof fetch,
  });
  await client.logout();
  expect(bodies).toEqual([{ refreshToken: "kept" }]);
});
