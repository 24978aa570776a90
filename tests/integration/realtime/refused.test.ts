import { afterAll, beforeAll, expect, test } from "bun:test";
import { createMedexClient } from "../../../src/sdk/index.ts";
import { DomainError, type ErrorCode } from "../../../src/shared/errors.ts";
import { layCable } from "../../support/cable.ts";
import { type ListeningApp, startListeningApp } from "../../support/listening-app.ts";
import { PASSWORD } from "../../support/people.ts";
import { anOrderFor, createServerWorld, type ServerWorld } from "../../support/server-world.ts";
import { waitFor } from "../../support/wait-for.ts";

/* A service that does not take a subscription back after a cut, for a moment: the same for sockets and streams. */

/** What the next ones to subscribe are told. */
const refusals: ErrorCode[] = [];
const PASSING = ["TOO_MANY_REQUESTS", "INTERNAL", "UNAVAILABLE", "AUDIT_UNAVAILABLE"] as const;

let server: ListeningApp;
let world: ServerWorld;
beforeAll(async () => {
  server = await startListeningApp(
    "refused",
    { MEDEX_DEMO: "off" },
    {
      async admitCall(rateClass) {
        const code = rateClass === "subscribe" && refusals.pop();
        if (code) throw new DomainError(code, { seconds: 1 });
      },
    },
  );
  world = await createServerWorld(server, server.mongodbUrl);
}, 60_000);
afterAll(async () => {
  await world?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
}, 30_000);

for (const [way, upgrades] of Object.entries({ sockets: "pass", streams: "refuse" } as const))
  test(`over ${way} whoever is refused when he comes back, for what passes, hears every event once`, async () => {
    await using cable = await layCable(server.port, { upgrades });
    const client = createMedexClient({ url: cable.url });
    await using _client = { [Symbol.asyncDispose]: () => client.close() };
    await client.login("vendor@world.test", PASSWORD);
    const heard: string[] = [];
    const errors: unknown[] = [];
    const following = client.realtime.vendor.subscribe(
      { vendorId: world.vendorId },
      {
        onData: ({ data }) => heard.push("orderId" in data ? String(data.orderId) : data.type),
        onError: error => errors.push(error),
      },
    );
    await waitFor("it to begin", () => heard[0] === "ready", 30_000);
    expect(cable.refused() > 0).toBe(way === "streams");

    const told = ["ready"];
    const anOrder = async () => {
      const { id } = await world.vendor.orders.create.mutate(anOrderFor(world.vendorId));
      told.push(id);
    };
    for (const code of [...PASSING, "UNAUTHENTICATED", ...PASSING, "SESSION_EXPIRED"] as const) {
      await anOrder();
      await waitFor("the order", () => heard.length === told.length || errors.length > 0);
      // Whose token is refused comes with another one; what passes may be so for a while.
      refusals.push(...Array<ErrorCode>(code === "INTERNAL" ? 2 : 1).fill(code));
      cable.cut();
      await anOrder();
      await waitFor(`${code} to pass`, () => heard.length === told.length || errors.length > 0, 20_000);
      expect({ heard, errors, refusals }).toEqual({ heard: told, errors: [], refusals: [] });
    }
    following.unsubscribe();
  }, 120_000);
