import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { openRaw, type RawSocket } from "../integration/realtime/raw-socket.ts";
import { connectClient, type SocketServer, serveSockets } from "../integration/realtime/socket-server.ts";
import { createTestApp, type TestApp } from "../support/harness.ts";
import { type ListeningApp, startListeningApp } from "../support/listening-app.ts";
import { type Business, createPeople, type People } from "../support/people.ts";
import { waitFor } from "../support/wait-for.ts";
import { rawHttp, statusOf } from "./raw-http.ts";

const CAPS = "body-bytes=100000,batch-calls=10,sockets=3,sockets-per-address=2";
/** What a refusal may cost: what is refused is not kept. */
const MEMORY_MB = 50;

/** What Prometheus is told of a counter, by its label's value. */
async function counted(server: ListeningApp, name: string, label: string): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(new RegExp(`^${name}{[^}]*"${label}"[^}]*} (\\d+)$`, "m").exec(text)?.[1] ?? 0);
}

describe("a request that is too much", () => {
  let server: ListeningApp;
  beforeAll(async () => {
    server = await startListeningApp("security_caps", { CAPS });
  }, 60_000);
  afterAll(() => server[Symbol.asyncDispose]());

  const head = (headers: string) =>
    `POST /trpc/auth.login HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nConnection: close\r\nContent-Type: application/json\r\n${headers}\r\n`;
  const chunk = `8000\r\n${"a".repeat(0x8000)}\r\n`;

  test.each([
    ["by what it says of itself", () => head("Content-Length: 50000000\r\n"), 413],
    ["by what it sends", () => `${head("Content-Length: 200000\r\n")}${"a".repeat(200_000)}`, 413],
    ["in chunks", () => `${head("Transfer-Encoding: chunked\r\n")}${chunk.repeat(10)}0\r\n\r\n`, 413],
    ["in one header", () => head(`X-Long: ${"a".repeat(17 * 1024)}\r\n`), 431],
    ["in many headers", () => head(Array.from({ length: 300 }, (_, i) => `X-${i}: 1\r\n`).join("")), 431],
  ])("%s is refused, and the server is well", async (_, request, status) => {
    const before = process.memoryUsage().rss;
    expect(statusOf(await rawHttp(server.port, request()))).toBe(status);
    expect((process.memoryUsage().rss - before) / 1e6).toBeLessThan(MEMORY_MB);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  const batch = (calls: number) =>
    fetch(`${server.url}/trpc/${Array(calls).fill("maps.config").join(",")}?batch=1&input={}`);

  test("a bomb is not unpacked, whatever it says it is", async () => {
    const bomb = Bun.gzipSync(new Uint8Array(90_000_000));
    expect(bomb.byteLength).toBeLessThan(100_000);
    const before = process.memoryUsage().rss;
    for (const encoding of ["gzip", "deflate", "br", "gzip, gzip"]) {
      const headers = { "content-type": "application/json", "content-encoding": encoding };
      const answer = await fetch(`${server.url}/trpc/auth.login`, { method: "POST", headers, body: bomb });
      expect(answer.status).toBe(400);
    }
    expect((process.memoryUsage().rss - before) / 1e6).toBeLessThan(MEMORY_MB);
  });

  test("a batch may have so many calls and not one more, and 2,000 run none", async () => {
    expect((await batch(10)).status).toBe(200);
    const before = await counted(server, "medex_calls_total", "maps.config");
    for (const calls of [11, 1_000]) {
      const answer = await batch(calls);
      expect(answer.status).toBe(413);
      expect(await answer.json()).toMatchObject({ error: { data: { appCode: "PAYLOAD_TOO_LARGE" } } });
    }
    // Longer than a head of HTTP may be.
    expect((await batch(2_000)).status).toBe(431);
    expect(await counted(server, "medex_calls_total", "maps.config")).toBe(before);
  });

  test("sockets are as many as one address and the process may have, and there is room again", async () => {
    const before = await counted(server, "medex_capped_total", "sockets-per-address");
    const open = [await openRaw(server.port), await openRaw(server.port)];
    await expect(openRaw(server.port)).rejects.toThrow("429");
    expect(await counted(server, "medex_capped_total", "sockets-per-address")).toBe(before + 1);
    for (const raw of open) raw.end();
    await waitFor("room", () =>
      openRaw(server.port).then(raw => {
        raw.end();
        return true;
      }),
    );
  });

  test("is told to Prometheus by the name of its cap, and calls by procedure and outcome", async () => {
    const OFFENCES = {
      "body-bytes": () => rawHttp(server.port, `${head("Content-Length: 200000\r\n")}${"a".repeat(200_000)}`),
      "batch-calls": () => batch(11),
    };
    for (const [cap, offend] of Object.entries(OFFENCES)) {
      const before = await counted(server, "medex_capped_total", cap);
      await offend();
      expect(await counted(server, "medex_capped_total", cap)).toBe(before + 1);
    }
    const calls = await counted(server, "medex_calls_total", "auth.me");
    await batch(10);
    await fetch(`${server.url}/trpc/auth.me`);
    await fetch(`${server.url}/trpc/no.such`);
    const text = await (await fetch(`${server.url}/metrics`)).text();
    expect(text).toContain(`medex_calls_total{procedure="auth.me",outcome="UNAUTHENTICATED"} ${calls + 1}`);
    expect(text).toMatch(/^medex_call_seconds_bucket{le="0.1",procedure="maps.config"} [1-9]\d*$/m);
    // A caller cannot make names: each would cost memory here and there.
    expect(text).not.toContain("no.such");
    for (const name of [
      "medex_sockets",
      "medex_subscriptions",
      "medex_letters_waiting",
      "medex_event_log_lag_seconds",
    ])
      expect(text).toMatch(new RegExp(`^${name} \\d`, "m"));
    expect(text).toMatch(/^medex_event_log_ready 1$/m);
    expect(text).toContain("nodejs_eventloop_lag_seconds");
  });
});

describe("a socket that does too much", () => {
  let app: TestApp;
  let people: People;
  let vendor: Business;
  let server: SocketServer;
  const capped: string[] = [];
  beforeAll(async () => {
    app = await createTestApp("security_caps_sockets");
    people = createPeople(app);
    vendor = await people.aVendor();
    server = serveSockets(app, {
      caps: { "sockets-per-account": 3, sockets: 50 },
      onCapped: cap => capped.push(cap),
    });
  }, 60_000);
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await app[Symbol.asyncDispose]();
  });

  async function signedIn(business: Business): Promise<RawSocket> {
    const raw = await openRaw(server.port, "?connectionParams=1");
    const { accessToken: token } = business.credentials;
    raw.send(JSON.stringify({ method: "connectionParams", data: { token } }));
    return raw;
  }

  const subscribe = (id: number, { vendorId }: Business) =>
    JSON.stringify({ id, method: "subscription", params: { path: "realtime.vendor", input: { vendorId } } });

  test("is sent away, counted, and holds up nobody: the others hear every event, and abusers none of theirs", async () => {
    const { accessToken } = vendor.credentials;
    await using client = connectClient({ port: server.port, token: () => accessToken });
    const heard: string[] = [];
    const subscription = client.api.realtime.vendor.subscribe(
      { vendorId: vendor.vendorId },
      { onData: ({ data }) => heard.push(data.type) },
    );
    await waitFor("the bystander to listen", () => heard.length === 1);

    const stranger = await people.aVendor();
    const abuses: ((raw: RawSocket) => void)[] = [
      raw => raw.send("x".repeat(64 * 1024 + 1)),
      raw => Array.from({ length: 1_000 }, () => raw.send("PING")),
      raw => Array.from({ length: 150 }, (_, id) => raw.send(subscribe(id + 1, stranger))),
      raw => raw.send(`[${Array.from({ length: 1_000 }, (_, id) => subscribe(id + 1, stranger)).join(",")}]`),
      raw => raw.send(`[${Array.from({ length: 99 }, (_, id) => subscribe(id + 1, vendor)).join(",")}]`),
    ];
    const intruder = await signedIn(stranger);
    intruder.send(subscribe(1, vendor));
    expect(await intruder.until('"error"')).toContain("VENDOR_NOT_FOUND");

    const customer = await people.aUser();
    for (const abuse of abuses) {
      const raw = await signedIn(stranger);
      abuse(raw);
      await people.anOrder(customer, vendor.vendorId);
      raw.send("PING");
      for (let text = "-"; text !== "" && text !== "PONG"; text = await raw.next())
        expect(text).not.toContain(vendor.vendorId);
      raw.end();
      await waitFor("the abuser to be gone", () => server.sockets.stats().connections <= 2);
    }
    await waitFor("every event", () => heard.length === 1 + abuses.length);
    intruder.send("PING");
    expect(await intruder.until("P")).toBe("PONG");
    intruder.end();
    subscription.unsubscribe();
    expect(new Set(capped)).toEqual(new Set(["frame-bytes", "message-burst", "subscriptions-per-socket"]));
  }, 60_000);

  test("an account has so many sockets, wherever it opens them, and another account is not held up by it", async () => {
    const other = await people.aVendor();
    const open = [await signedIn(vendor), await signedIn(vendor), await signedIn(vendor)];
    for (const raw of open) {
      raw.send(subscribe(1, vendor));
      await raw.until('"ready"');
    }
    expect(await (await signedIn(vendor)).closed).toBe(1013);
    expect(capped.at(-1)).toBe("sockets-per-account");
    const neighbour = await signedIn(other);
    neighbour.send(subscribe(1, other));
    await neighbour.until('"ready"');
    for (const raw of [...open, neighbour]) raw.end();
    await waitFor("all to be gone", () => server.sockets.stats().connections === 0);
    const again = await signedIn(vendor);
    again.send(subscribe(1, vendor));
    await again.until('"ready"');
    again.end();
  });
});
