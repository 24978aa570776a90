import { expect, test } from "bun:test";
import type { DurableMessage } from "../../../src/shared/events.ts";
import { createTestApp } from "../../support/harness.ts";
import { createPeople } from "../../support/people.ts";
import { waitFor } from "../../support/wait-for.ts";
import { byOrder, createEventWriter, keyOf, storedKeys } from "./event-writer.ts";
import { connectClient, layCable, serveSockets } from "./socket-server.ts";

const CUTS = Number(process.env.REALTIME_CUTS ?? 50);

test(`a socket that is cut ${CUTS} times leaves no gap and shows nothing twice`, async () => {
  await using app = await createTestApp("realtime_resume");
  const vendor = await createPeople(app).aVendor();
  await using server = serveSockets(app);
  await using cable = await layCable(server.port);
  await using client = connectClient({ port: cable.port, token: () => vendor.credentials.accessToken });

  const messages: DurableMessage[] = [];
  const errors: unknown[] = [];
  let isStarted = false;
  const subscription = client.api.realtime.vendor.subscribe(
    { vendorId: vendor.vendorId },
    {
      onStarted: () => {
        isStarted = true;
      },
      onData: ({ data }) => messages.push(data),
      onError: error => errors.push(error),
    },
  );
  await waitFor("the subscription to listen", () => messages[0]?.type === "ready");

  const writers = [1, 2, 3].map(() => createEventWriter(app, vendor.vendorId));
  let isWriting = true;
  const writing = writers.map(async writer => {
    while (isWriting) await writer.write(1 + Math.floor(Math.random() * 3));
  });
  for (let cut = 0; cut < CUTS; cut += 1) {
    // At a random point: after so many further messages, in the middle of whatever is under way then.
    isStarted = false;
    const until = messages.length + Math.floor(Math.random() * 8);
    await waitFor("events to flow", () => messages.length >= until);
    cable.cut();
    await waitFor("the subscription to come back", () => isStarted);
  }
  isWriting = false;
  await Promise.all(writing);

  const written = writers.reduce((sum, writer) => sum + writer.written(), 0);
  const keys = () => messages.map(keyOf).filter(key => key !== null);
  await waitFor("the last event", () => keys().length >= written);

  expect(errors).toEqual([]);
  expect(cable.cuts()).toBeGreaterThanOrEqual(CUTS);
  expect(messages.filter(({ type }) => type === "ready" || type === "resync")).toEqual([{ type: "ready" }]);
  expect(new Set(keys()).size).toBe(keys().length);
  expect(byOrder(keys())).toEqual(await storedKeys(app.db, vendor.vendorId));

  subscription.unsubscribe();
  cable.cut();
  await waitFor("nobody to be listening", () => app.log.health().listeners === 0);
  await waitFor("no request to be open", () => server.sockets.stats().openRequests === 0);
}, 60_000);
