import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createServer, type Server } from "node:net";
import { withDeadline } from "../../../src/sdk/deadline.ts";

/** Takes every call; begins an answer when asked for one, and never ends it. */
let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer(socket => {
    socket.on("error", () => {});
    socket.once("data", head => {
      if (head.includes("/begun")) socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{");
    });
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
});
afterAll(() => server.close());

const NEVER_MS = 600_000;
const hurried = withDeadline(fetch, { callMs: 20, uploadMs: NEVER_MS });
const patient = withDeadline(fetch, { callMs: NEVER_MS, uploadMs: 20 });

describe("a call that nobody answers", () => {
  test("fails in time", async () => {
    await expect(hurried(`${url}/silent`)).rejects.toThrow("timed out");
  });

  test("fails in time also when its answer has begun", async () => {
    const answer = await withDeadline(fetch, { callMs: 2_000 })(`${url}/begun`);
    await expect(answer.json()).rejects.toThrow();
  });

  test("may take longer when it brings a file", async () => {
    const body = new FormData();
    body.set("photo", new Blob(["a photo"]));
    await expect(patient(`${url}/silent`, { method: "POST", body })).rejects.toThrow("timed out");
  });

  test("is given up at once by who asked, also before it began", async () => {
    const controller = new AbortController();
    const call = patient(`${url}/silent`, { signal: controller.signal });
    controller.abort(new Error("no longer needed"));
    await expect(call).rejects.toThrow("no longer needed");
    await expect(patient(`${url}/silent`, { signal: controller.signal })).rejects.toThrow("no longer needed");
  });
});
