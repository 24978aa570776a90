import { expect, test } from "bun:test";
import { connect, createServer, type Socket } from "node:net";
import { createMedexClient } from "../../../src/sdk/index.ts";
import type { DurableMessage } from "../../../src/shared/events.ts";
import { testDatabase } from "../../support/mongo.ts";
import { PASSWORD } from "../../support/people.ts";
import { startServer } from "../../support/process.ts";
import { anOrderFor, createServerWorld } from "../../support/server-world.ts";
import { waitFor } from "../../support/wait-for.ts";
import { byOrder, keyOf } from "./event-writer.ts";

type Refusal = "refuses" | "hangs" | "drops";

/** A proxy as offices have them: HTTP passes, what asks for an upgrade does not. */
async function proxyTo(firstPort: number) {
  let to = firstPort;
  let how: Refusal | "passes" = "refuses";
  let refused = 0;
  const open = new Set<Socket>();
  const server = createServer(near => {
    open.add(near);
    near.on("error", () => {});
    near.on("close", () => open.delete(near));
    near.once("data", head => {
      if (how !== "passes" && /upgrade: websocket/i.test(head.toString())) {
        refused += 1;
        if (how === "refuses")
          near.end("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        if (how === "drops") near.destroy();
        return;
      }
      const far = connect(to, "127.0.0.1");
      far.on("error", () => {});
      far.on("close", () => near.destroy());
      near.on("close", () => far.destroy());
      far.write(head);
      near.pipe(far).pipe(near);
    });
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const cut = () => {
    for (const end of open) end.destroy();
  };
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    cut,
    refused: () => refused,
    set: (next: typeof how) => {
      how = next;
    },
    leadTo: (port: number) => {
      to = port;
    },
    async [Symbol.asyncDispose]() {
      cut();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

test.each(["refuses", "drops"] as const)(
  "behind a proxy that %s upgrades a client gets every event once: through cuts, a new server, until its session ends",
  async how => {
    await using database = await testDatabase(`blocked_${how}`);
    let server = await startServer({ mongodbUrl: database.url });
    await using _server = { [Symbol.asyncDispose]: async () => void (await server.stop()) };
    await using proxy = await proxyTo(server.port);
    proxy.set(how);
    await using world = await createServerWorld(server, database.url, { drivers: 1 });
    const connection: boolean[] = [];
    let heard = 0;
    const client = createMedexClient({
      url: proxy.url,
      onConnection: isOpen => connection.push(isOpen),
      onHeard: () => {
        heard += 1;
      },
    });
    await client.login("vendor@world.test", PASSWORD);
    const messages: DurableMessage[] = [];
    const errors: unknown[] = [];
    client.realtime.vendor.subscribe(
      { vendorId: world.vendorId },
      { onData: ({ data }) => messages.push(data), onError: error => errors.push(error) },
    );
    await waitFor("the stream", () => messages[0]?.type === "ready", 30_000);
    expect(proxy.refused()).toBeGreaterThan(1);
    expect(connection.at(-1)).toBe(true);

    let vendor = world.vendor;
    const anOrder = async () => {
      const { id: orderId } = await vendor.orders.create.mutate(anOrderFor(world.vendorId));
      await vendor.orders.accept.mutate({ orderId });
    };
    for (let round = 0; round < 4; round += 1) {
      await anOrder();
      proxy.cut();
      await anOrder();
    }
    const { dataDir, port } = server;
    await server.kill();
    server = await startServer({ mongodbUrl: database.url, dataDir, port });
    vendor = world.vendor;
    await anOrder();
    const keys = () => messages.map(keyOf).filter(key => key !== null);
    await waitFor("all events", () => keys().length >= 18, 30_000);
    const stored = await database.db
      .collection("events")
      .find({ orderId: { $type: "string" } })
      .sort({ orderId: 1, seq: 1 })
      .toArray();
    expect(byOrder(keys())).toEqual(stored.map(({ orderId, seq }) => `${orderId} ${seq}`));
    expect(messages.filter(({ type }) => type === "resync")).toEqual([]);
    expect(heard).toBeGreaterThan(18);

    // The session ends elsewhere: the stream does too, at once, and nothing more is told.
    await world.vendor.auth.logoutEverywhere.mutate();
    await waitFor("the end", () => errors.length > 0, 10_000);
    expect(client.session.get().status).toBe("signedOut");
    await client.close();
  },
  120_000,
);
