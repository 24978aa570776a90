import { expect, test } from "bun:test";
import { createServer } from "node:net";
import { timeout } from "../../../src/server/platform/clock/timeout.ts";

test("an answer in time is given, a failure too, and whoever stays silent is given up", async () => {
  expect(await timeout(Promise.resolve(7), 1_000)).toBe(7);
  await expect(timeout(Promise.reject(new Error("no")), 1_000)).rejects.toThrow("no");
  await expect(timeout(new Promise(() => {}), 1)).rejects.toThrow("No answer within 1 ms");
});

test("an answer that came while the process itself was held up counts", async () => {
  const server = createServer(socket => socket.pipe(socket));
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const echo = Bun.spawn([process.execPath, "-e", ECHO, String(port)], { stdout: "pipe" });
  expect(await new Response(echo.stdout).text()).toBe("heard");
  server.close();
});

/** Asks, is busy for longer than it waits, and looks then. */
const ECHO = `
import { connect } from "node:net";
import { timeout } from "${import.meta.dir}/../../../src/server/platform/clock/timeout.ts";
const socket = connect(Number(process.argv[1]), "127.0.0.1");
await new Promise(resolve => socket.once("connect", resolve));
const answer = timeout(new Promise(resolve => socket.once("data", resolve)), 50);
socket.write("hello");
const until = performance.now() + 200;
while (performance.now() < until);
process.stdout.write(await answer.then(() => "heard", error => error.message));
process.exit();
`;
