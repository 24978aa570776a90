import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import type { Server } from "bun";
import { appRouter } from "../../src/server/trpc/router.ts";
import { rawHttp, statusOf } from "../security/raw-http.ts";
import { startNginx, type TestNginx } from "../support/nginx.ts";
import { waitFor } from "../support/wait-for.ts";

/*
 * The files of deploy/nginx in a real NGINX, in front of processes that behave as badly as a test needs.
 */

const LOCATIONS = readFileSync(join(import.meta.dir, "../../deploy/nginx/medex/locations.conf"), "utf8");

type Answer = (request: Request) => Response | Promise<Response>;

/** A process that answers as it is told and remembers what it was asked. */
function standIn(answer: Answer = () => new Response("fine")) {
  const asked: { method: string; path: string; headers: Headers; bytes: number }[] = [];
  const server: Server<undefined> = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    maxRequestBodySize: 32 * 1024 * 1024,
    async fetch(request) {
      const { method, headers } = request;
      const path = new URL(request.url).pathname;
      const body = method === "POST" ? await request.arrayBuffer() : new ArrayBuffer(0);
      asked.push({ method, path, headers, bytes: body.byteLength });
      return answer(request);
    },
  });
  return {
    port: server.port ?? 0,
    asked,
    paths: () => asked.map(({ path }) => path),
    [Symbol.asyncDispose]: () => server.stop(true),
  };
}

/** A process that takes a request and dies of it. */
async function dying() {
  const taken: string[] = [];
  const server = createServer(socket => {
    socket.on("error", () => {});
    socket.once("data", data => {
      taken.push(data.toString().split(" ")[0] ?? "");
      socket.destroy();
    });
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    taken,
    [Symbol.asyncDispose]: () => new Promise<void>(resolve => server.close(() => resolve())),
  };
}

const post = (url: string, body: BodyInit = "{}", headers: Record<string, string> = {}) =>
  fetch(url, { method: "POST", body, headers: { "content-type": "application/json", ...headers } });

describe("what is asked a second time", () => {
  test("is no command that a process may have begun, whatever became of the process", async () => {
    await using bad = await dying();
    await using good = standIn();
    await using nginx = await startNginx([bad.port, good.port]);
    const statuses: number[] = [];
    for (let count = 0; count < 6; count += 1)
      statuses.push((await post(`${nginx.url}/trpc/orders.accept`)).status);
    // Whom it died of is told so; after that it is left alone.
    expect(statuses.toSorted()).toEqual([200, 200, 200, 200, 200, 502]);
    expect(bad.taken).toEqual(["POST"]);
    expect(good.asked).toHaveLength(5);
  });

  test("is a query, wherever the first process has died of it", async () => {
    await using bad = await dying();
    await using good = standIn();
    await using nginx = await startNginx([bad.port, good.port]);
    const ask = () => fetch(`${nginx.url}/trpc/orders.list`);
    for (let count = 0; count < 4; count += 1) expect((await ask()).status).toBe(200);
    expect(bad.taken).toContain("GET");
    expect(good.asked).toHaveLength(4);
  });

  test("is a command that nobody has taken", async () => {
    await using gone = standIn();
    await using good = standIn();
    await using nginx = await startNginx([gone.port, good.port]);
    await gone[Symbol.asyncDispose]();
    for (let count = 0; count < 4; count += 1)
      expect((await post(`${nginx.url}/trpc/orders.accept`)).status).toBe(200);
    expect(nginx.accesses().map(({ process }) => process)).toContain(
      `127.0.0.1:${gone.port}, 127.0.0.1:${good.port}`,
    );
  });

  test("is a socket or a stream that a process refused because it is ending; calls still go there", async () => {
    const isLive = ({ url }: Request) => url.includes("/trpc-ws") || url.includes("realtime");
    await using ending = standIn(request => new Response("", { status: isLive(request) ? 503 : 200 }));
    await using good = standIn();
    await using nginx = await startNginx([ending.port, good.port]);
    for (const path of ["/trpc-ws", "/trpc/realtime.order", "/trpc/auth.me,realtime.vendor", "/trpc-ws"])
      expect((await fetch(nginx.url + path)).status).toBe(200);
    expect(ending.paths().filter(path => path.startsWith("/trpc"))).toHaveLength(1);
    for (let count = 0; count < 4; count += 1)
      expect((await post(`${nginx.url}/trpc/orders.accept`)).status).toBe(200);
    expect(ending.asked.filter(({ method }) => method === "POST")).toHaveLength(2);
  });

  test("is a script that only the other version has", async () => {
    await using old = standIn(() => new Response("", { status: 404 }));
    await using current = standIn();
    await using nginx = await startNginx([old.port, current.port]);
    for (let count = 0; count < 4; count += 1)
      expect((await fetch(`${nginx.url}/assets/board-1234.js`)).status).toBe(200);
    expect(old.paths()).toContain("/assets/board-1234.js");
  });
});

describe("a request", () => {
  let process: ReturnType<typeof standIn>;
  let nginx: TestNginx;
  const news = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  beforeAll(async () => {
    process = standIn(({ url }) => {
      if (!url.includes("realtime")) return new Response("fine");
      const events = new ReadableStream({
        async start(controller) {
          controller.enqueue("event: connected\n\n");
          await news.promise;
          controller.enqueue("event: message\n\n");
          await end.promise;
          controller.close();
        },
      });
      return new Response(events, { headers: { "content-type": "text/event-stream" } });
    });
    nginx = await startNginx([process.port]);
  });
  afterAll(async () => {
    await nginx?.[Symbol.asyncDispose]();
    await process?.[Symbol.asyncDispose]();
  });

  test("says where it really comes from, under the name that was asked for", async () => {
    const forged = { "x-forwarded-for": "203.0.113.66", "x-forwarded-proto": "https", upgrade: "h2c" };
    await fetch(`${nginx.url}/trpc/maps.config`, { headers: { ...forged, connection: "upgrade" } });
    const headers = process.asked.at(-1)?.headers;
    expect(headers?.get("x-forwarded-for")).toBe("127.0.0.1");
    expect(headers?.get("x-forwarded-proto")).toBe("http");
    expect(headers?.get("host")).toBe(`127.0.0.1:${nginx.port}`);
    expect(headers?.get("upgrade")).toBeNull();
  });

  test("becomes a WebSocket where those are, and nothing else becomes anything", async () => {
    for (const [upgrade, passed] of [
      ["websocket", "websocket"],
      ["h2c", null],
    ] as const) {
      await fetch(`${nginx.url}/trpc-ws`, { headers: { connection: "Upgrade", upgrade } });
      expect(process.asked.at(-1)?.headers.get("upgrade") ?? null).toBe(passed);
    }
  });

  test("may be as large as what the service takes, and not much larger", async () => {
    const send = async (path: string, bytes: number) =>
      (await post(`${nginx.url}/trpc/${path}`, new Uint8Array(bytes))).status;
    expect(await send("orders.create", 512 * 1024)).toBe(200);
    expect(await send("proofs.upload", 10.5 * 1024 * 1024)).toBe(200);
    expect(process.asked.at(-1)?.bytes).toBe(10.5 * 1024 * 1024);
    expect(await send("orders.create", 2 * 1024 * 1024)).toBe(413);
    expect(await send("proofs.upload", 13 * 1024 * 1024)).toBe(413);
  });

  test("that is a stream is answered as the answer comes", async () => {
    const { body } = await fetch(`${nginx.url}/trpc/realtime.vendor`);
    const reader = body?.getReader();
    const read = async () => new TextDecoder().decode((await reader?.read())?.value);
    expect(await read()).toContain("connected");
    news.resolve();
    expect(await read()).toContain("message");
    end.resolve();
  });

  test("is written down without what is secret in it", async () => {
    await fetch(`${nginx.url}/track/the-secret-of-a-link`);
    await fetch(`${nginx.url}/trpc/tracking.get?input=the-secret-of-a-link`);
    const written = await waitFor("both lines", () => {
      const lines = nginx.accesses().map(({ path }) => path);
      return lines.includes("/trpc/tracking.get") && lines;
    });
    expect(written).toContain("/track/-");
    expect(readFileSync(join(nginx.folder, "access.log"), "utf8")).not.toContain("the-secret");
    // Nor has it had anything to remark about its configuration.
    expect(readFileSync(join(nginx.folder, "error.log"), "utf8")).toBe("");
  });

  test("under another name, or for the numbers of one process, is answered by nobody", async () => {
    const before = process.asked.length;
    for (const host of ["evil.example", "127.0.0.1.evil.example", ""])
      expect(statusOf(await rawHttp(nginx.port, `GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`))).not.toBe(200);
    expect((await fetch(`${nginx.url}/metrics`)).status).toBe(404);
    expect(process.asked).toHaveLength(before);
  });
});

/** Opens TLS to this name, says what is to be said, and answers what was agreed upon and what came back. */
function overTls(port: number, servername: string, protocols: string[], text = "") {
  const { promise, resolve, reject } = Promise.withResolvers<{ protocol: string | false; answer: string }>();
  const socket = connectTls({
    host: "127.0.0.1",
    port,
    servername,
    ALPNProtocols: protocols,
    rejectUnauthorized: false,
  });
  let answer = "";
  socket.on("secureConnect", () => (text ? socket.write(text) : socket.end()));
  socket.on("data", chunk => {
    answer += chunk.toString();
  });
  socket.on("error", reject);
  socket.on("close", () => resolve({ protocol: socket.alpnProtocol ?? false, answer }));
  return promise;
}

test("over TLS it speaks HTTP/2 with whoever can, says that it was asked over https, and knows one name alone", async () => {
  await using process = standIn();
  await using nginx = await startNginx([process.port]);
  const request = "GET /trpc/maps.config HTTP/1.1\r\nHost: medex.example\r\nConnection: close\r\n\r\n";
  const { answer } = await overTls(nginx.tlsPort, "medex.example", ["http/1.1"], request);
  expect(statusOf(answer)).toBe(200);
  expect(process.asked.at(-1)?.headers.get("x-forwarded-proto")).toBe("https");
  expect((await overTls(nginx.tlsPort, "medex.example", ["h2"])).protocol).toBe("h2");
  await expect(overTls(nginx.tlsPort, "evil.example", ["http/1.1"], request)).rejects.toThrow();
});

test("every subscription, and whoever waits for events, is passed on as a stream, and nothing else is", () => {
  const [, pattern = ""] = /^location ~ "(.+)" \{$/m.exec(LOCATIONS) ?? [];
  const isLive = (paths: string) => new RegExp(pattern).test(`/trpc/${paths}`);
  const procedures = Object.entries(
    appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>,
  );
  for (const [path, { _def }] of procedures) {
    const isOne = _def.type === "subscription" || path === "orders.events";
    for (const spelt of [path, `${path}/`, `auth.me,${path}`, `${path},auth.me`])
      expect([spelt, isLive(spelt)]).toEqual([spelt, isOne]);
  }
});
