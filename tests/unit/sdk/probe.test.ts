import { afterEach, beforeEach, expect, jest, test } from "bun:test";
import { probeSocket } from "../../../src/sdk/socket.ts";

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test("a socket that was tried and answers leaves no timer behind that a program would wait for", async () => {
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: (request, self) => (self.upgrade(request) ? undefined : new Response()),
    websocket: { message: socket => void socket.send("PONG") },
  });
  expect(await probeSocket(WebSocket, `ws://127.0.0.1:${server.port}`)).toBe(true);
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  expect(jest.getTimerCount()).toBe(0);
  await server.stop(true);
});
