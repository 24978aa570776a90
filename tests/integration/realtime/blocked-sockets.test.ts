import { expect, test } from "bun:test";
import { createMedexClient } from "../../../src/sdk/index.ts";
import type { DurableMessage } from "../../../src/shared/events.ts";
import { layCable } from "../../support/cable.ts";
import { testDatabase } from "../../support/mongo.ts";
import { PASSWORD } from "../../support/people.ts";
import { startServer } from "../../support/process.ts";
import { anOrderFor, createServerWorld } from "../../support/server-world.ts";
import { waitFor } from "../../support/wait-for.ts";
import { byOrder, keyOf } from "./event-writer.ts";

test.each(["refuse", "drop"] as const)(
  "behind a proxy to which upgrades are something to %s a client gets every event once: through cuts, a new server, until its session ends",
  async upgrades => {
    await using database = await testDatabase(`blocked_${upgrades}`);
    let server = await startServer({ mongodbUrl: database.url });
    await using _server = { [Symbol.asyncDispose]: async () => void (await server.stop()) };
    await using proxy = await layCable(server.port, { upgrades });
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
