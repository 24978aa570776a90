import { expect, test } from "bun:test";
import type { ServerWebSocket } from "bun";
import { createTrpcSockets } from "../../../src/server/http/live/ws.ts";
import type { Connection } from "../../../src/server/http/live/ws-socket.ts";
import { DEFAULT_CAPS } from "../../../src/server/platform/limits/caps.ts";
import { createLogger } from "../../../src/server/platform/logger/logger.ts";
import { appRouter } from "../../../src/server/trpc/router.ts";
import { createManualTime } from "../../support/manual-time.ts";

/** Sockets without a network, and how often garbage was collected. */
function createCrowd() {
  let collected = 0;
  const { websocket } = createTrpcSockets({
    ...createManualTime(),
    router: appRouter,
    logger: createLogger("silent"),
    contextOf: () => ({}) as never,
    actorOf: async () => null,
    actorsOf: async () => new Map(),
    isAllowedOrigin: () => true,
    caps: DEFAULT_CAPS,
    collectGarbage: () => {
      collected += 1;
    },
    stopping: new AbortController().signal,
  });
  const there: ServerWebSocket<Connection>[] = [];
  return {
    collected: () => collected,
    come(count: number): void {
      for (let number = 0; number < count; number++) {
        const data = { ip: "192.0.2.1", url: "/trpc-ws?connectionParams=1", userAgent: null };
        const raw = { data, readyState: 1 } as ServerWebSocket<Connection>;
        there.push(raw);
        websocket.open?.(raw);
      }
    },
    go(count: number): void {
      for (const raw of there.splice(0, count)) websocket.close?.(raw, 1000, "");
    },
  };
}

test("the garbage of handshakes is collected while a crowd grows, and not for those who come and go in it", () => {
  const crowd = createCrowd();
  crowd.come(499);
  expect(crowd.collected()).toBe(0);
  crowd.come(1_501);
  expect(crowd.collected()).toBe(4);
  crowd.go(2_000);
  crowd.come(2_000);
  expect(crowd.collected()).toBe(4);
  crowd.come(500);
  expect(crowd.collected()).toBe(5);
});
