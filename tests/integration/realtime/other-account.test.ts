import { expect, test } from "bun:test";
import { createMedexClient, problemOf } from "../../../src/sdk/index.ts";
import { startListeningApp } from "../../support/listening-app.ts";
import { PASSWORD } from "../../support/people.ts";
import { createServerWorld } from "../../support/server-world.ts";
import { waitFor } from "../../support/wait-for.ts";

test("a client that signs in as somebody else follows what is his from then on, and nothing more of the one before", async () => {
  await using server = await startListeningApp("other_account", { MEDEX_DEMO: "off" });
  await using world = await createServerWorld(server, server.mongodbUrl);
  const { vendorId } = world;
  const driverId = world.drivers[0]?.driverId as never;
  const client = createMedexClient({ url: server.url });
  await using _client = { [Symbol.asyncDispose]: () => client.close() };

  await client.login("vendor@world.test", PASSWORD);
  const [told, refused]: [string[], string[]] = [[], []];
  client.realtime.vendor.subscribe(
    { vendorId: vendorId as never },
    { onData: ({ data }) => told.push(data.type), onError: error => refused.push(problemOf(error).code) },
  );
  await waitFor("the owner's stream", () => told[0] === "ready");

  await client.login("driver1@world.test", PASSWORD);
  let isFollowing = false;
  client.realtime.driver.subscribe(
    { driverId },
    {
      onData: () => {
        isFollowing = true;
      },
    },
  );
  await waitFor("the driver's own stream", () => isFollowing);
  await waitFor("the owner's to end", () => refused.length > 0);
  expect(refused).toEqual(["FORBIDDEN"]);
  expect(told).toEqual(["ready"]);
}, 60_000);
