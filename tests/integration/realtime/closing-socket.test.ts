import { describe, expect, test } from "bun:test";
import { createServer } from "node:net";
import { createTRPCClient } from "@trpc/client";
import { repeatLink } from "../../../src/sdk/retry.ts";
import { createTransport } from "../../../src/sdk/transport.ts";
import type { AppRouter } from "../../../src/server/trpc/router.ts";
import { TrackingToken } from "../../../src/shared/ids.ts";
import { createTestApp } from "../../support/harness.ts";
import { createPeople } from "../../support/people.ts";
import { waitFor } from "../../support/wait-for.ts";
import { serveSockets } from "./socket-server.ts";

/** Sockets of which the first is closed as soon as it has opened: in the same step, or a moment later. */
function firstOneCloses(later: (work: () => void) => unknown): typeof WebSocket {
  let count = 0;
  return class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      count += 1;
      if (count === 1) this.addEventListener("open", () => later(() => this.close()));
    }
  };
}

test.each([
  ["in the moment in which it opens", queueMicrotask],
  ["just after it has opened", (work: () => void) => setTimeout(work)],
] as const)(
  "a socket that closes %s takes none of those with it that were to be sent over it",
  async (_, later) => {
    await using app = await createTestApp("closing_socket");
    const vendor = await createPeople(app).aVendor();
    await using server = serveSockets(app);
    const { link, closeSocket } = createTransport({
      url: `http://127.0.0.1:${server.port}`,
      freshToken: async () => vendor.credentials.accessToken,
      WebSocket: firstOneCloses(later),
    });
    await using _socket = { [Symbol.asyncDispose]: closeSocket };
    const client = createTRPCClient<AppRouter>({ links: [repeatLink(), link] });
    const began = new Set<number>();
    for (const number of [1, 2, 3])
      client.realtime.vendor.subscribe({ vendorId: vendor.vendorId }, { onData: () => began.add(number) });
    await waitFor("all to begin", () => began.size === 3);
    await waitFor("one socket to remain", () => server.sockets.stats().connections === 1);
  },
);

describe("a client that is closed", () => {
  /** Takes connections, and says nothing on them: as a proxy that swallows what it does not know. */
  async function swallowing() {
    let taken = 0;
    const server = createServer(socket => {
      taken += 1;
      socket.on("error", () => {});
    });
    await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
    return { url, taken: () => taken, [Symbol.asyncDispose]: async () => void server.close() };
  }

  test.each([
    ["before its socket was made", () => {}],
    ["while its socket is opening", (taken: () => number) => waitFor("the handshake", () => taken() === 1)],
  ] as const)("%s is so at once, and may follow something again", async (_, when) => {
    await using proxy = await swallowing();
    const { link, closeSocket } = createTransport({ url: proxy.url, freshToken: async () => null });
    const client = createTRPCClient<AppRouter>({ links: [repeatLink(), link] });
    const ended: string[] = [];
    const follow = () =>
      client.tracking.watch.subscribe(
        { token: TrackingToken.parse("x".repeat(32)) },
        { onComplete: () => ended.push("complete"), onError: () => ended.push("error") },
      );
    follow();
    await when(proxy.taken);
    const began = performance.now();
    await closeSocket();
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(ended).toEqual(["complete"]);

    const before = proxy.taken();
    follow();
    await waitFor("another handshake", () => proxy.taken() > before);
    await closeSocket();
    expect(ended).toEqual(["complete", "complete"]);
  });
});
