import { expect, test } from "bun:test";
import { connect } from "node:net";
import { testDatabase } from "../../support/mongo.ts";
import { PASSWORD } from "../../support/people.ts";
import { startServer } from "../../support/process.ts";
import { createServerWorld } from "../../support/server-world.ts";
import { waitFor } from "../../support/wait-for.ts";
import { openRaw } from "../realtime/raw-socket.ts";

/** Supervisors give ten seconds and then kill. */
const WELL_WITHIN_MS = 8_000;

/** A sign-in of which half has been sent until it is finished. */
function sendSlowly(port: number, input: unknown) {
  const body = JSON.stringify(input);
  const socket = connect(port, "127.0.0.1");
  const answer = Promise.withResolvers<string>();
  socket.on("data", chunk => answer.resolve(chunk.toString()));
  socket.on("error", answer.reject);
  socket.on("close", () => answer.resolve("closed"));
  socket.write(
    `POST /trpc/auth.login HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 20)}`,
  );
  return {
    finish() {
      socket.write(body.slice(20));
      return answer.promise;
    },
  };
}

const isRefused = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(false);
    });
    socket.once("error", () => resolve(true));
  });

test("SIGTERM: not ready at once, nobody new is let in, calls are answered to the end, and the process is gone in time", async () => {
  await using database = await testDatabase("stopping");
  await using server = await startServer({ mongodbUrl: database.url, env: { TRUST_PROXY: "true" } });
  await using world = await createServerWorld(server, database.url);
  const state = world.vendor.session.get();
  const token = state.status === "signedIn" ? state.credentials.accessToken : "";
  const ask = (path: string, input: unknown) =>
    fetch(`${server.url}/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`, {
      headers: { authorization: `Bearer ${token}` },
    });
  const stubborn = await openRaw(server.port);
  const stream = await ask("realtime.vendor", { vendorId: world.vendorId });
  const waiting = ask("orders.events", { after: "now", waitMs: 25_000 });
  await waitFor("both to be under way", async () =>
    (await (await fetch(`${server.url}/metrics`)).text()).includes("medex_streams 2"),
  );

  const begunAt = performance.now();
  const ended = server.stop();
  const readyz = await waitFor("the signal to arrive", async () => {
    const answer = await fetch(`${server.url}/readyz`);
    return answer.status === 503 && answer;
  });
  expect(await readyz.json()).toEqual({ status: "stopping", checks: {} });
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  await expect(openRaw(server.port)).rejects.toThrow("503");
  expect((await ask("realtime.vendor", { vendorId: world.vendorId })).status).toBe(503);
  expect((await ask("orders.events", { waitMs: 1 })).status).toBe(503);

  const call = await ask("orders.list", {});
  expect([call.status, call.headers.get("connection")]).toEqual([200, "close"]);
  const login = sendSlowly(server.port, { email: "vendor@world.test", password: PASSWORD, client: "api" });

  expect(await stubborn.until('"reconnect"')).toBe('{"id":null,"method":"reconnect"}');
  expect(await stream.text()).not.toContain("event: return");
  expect((await waiting).status).toBe(503);
  expect(await stubborn.closed).toBe(1012);
  await waitFor("nobody to be let in", () => isRefused(server.port));
  expect(await login.finish()).toStartWith("HTTP/1.1 200");
  expect(await ended).toBe(0);
  expect(performance.now() - begunAt).toBeLessThan(WELL_WITHIN_MS);
}, 60_000);
