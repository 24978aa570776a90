import { test } from "bun:test";
import { createTRPCClient } from "@trpc/client";
import { repeatLink } from "../../../src/sdk/retry.ts";
import { createTransport } from "../../../src/sdk/transport.ts";
import type { AppRouter } from "../../../src/server/trpc/router.ts";
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
