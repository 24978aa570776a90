import { expect, test } from "bun:test";
import { createMedexClient } from "../../../src/sdk/index.ts";
import { type Cable, layCable } from "../../support/cable.ts";
import { testDatabase } from "../../support/mongo.ts";
import { PASSWORD } from "../../support/people.ts";
import { startServer } from "../../support/process.ts";
import { anOrderFor, createServerWorld } from "../../support/server-world.ts";
import { waitFor } from "../../support/wait-for.ts";

/** Nine seconds until a socket misses an answer, twelve until a stream does, and the way back. */
const NOTICED_MS = 20_000;

test("a network that dies without a word is noticed: readers over sockets and streams go on behind their last event", async () => {
  await using database = await testDatabase("dead_network");
  await using server = await startServer({ mongodbUrl: database.url });
  await using world = await createServerWorld(server, database.url);
  await using wide = await layCable(server.port);
  await using narrow = await layCable(server.port, { upgrades: "refuse" });
  await using stack = new AsyncDisposableStack();

  async function follow({ url }: Cable) {
    const client = createMedexClient({ url });
    stack.defer(() => client.close());
    await client.login("vendor@world.test", PASSWORD);
    const heard: string[] = [];
    client.realtime.vendor.subscribe(
      { vendorId: world.vendorId },
      { onData: ({ data }) => heard.push("seq" in data ? `${data.type} ${data.seq}` : data.type) },
    );
    return heard;
  }
  const readers = [await follow(wide), await follow(narrow)];
  await waitFor("both to listen", () => readers.every(heard => heard[0] === "ready"), 30_000);

  const { id: orderId } = await world.vendor.orders.create.mutate(anOrderFor(world.vendorId));
  await waitFor("the order", () => readers.every(heard => heard.length === 2));
  for (const cable of [wide, narrow]) while (cable.cutOne(0, "silent"));
  await world.vendor.orders.accept.mutate({ orderId });
  await world.vendor.orders.cancel.mutate({ orderId, reason: "seen in a test" });
  await waitFor("the rest", () => readers.every(heard => heard.length === 4), NOTICED_MS);
  for (const heard of readers)
    expect(heard).toEqual(["ready", "order_status 1", "order_status 2", "order_status 3"]);
}, 60_000);
