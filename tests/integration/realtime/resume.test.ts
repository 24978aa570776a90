import { expect, test } from "bun:test";
import { createServices } from "../../../src/server/services.ts";
import type { DurableMessage } from "../../../src/shared/events.ts";
import { layCable } from "../../support/cable.ts";
import { createTestApp } from "../../support/harness.ts";
import { createPeople } from "../../support/people.ts";
import { waitFor } from "../../support/wait-for.ts";
import { byOrder, createEventWriter, keyOf, storedKeys } from "./event-writer.ts";
import { connectClient, serveSockets } from "./socket-server.ts";

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

test("a client goes on where it was at another process, and after a restart of its own", async () => {
  await using app = await createTestApp("realtime_processes");
  const vendor = await createPeople(app).aVendor();
  const startProcess = async () => {
    const stack = new AsyncDisposableStack();
    const { services } = stack.use(await createServices(app.platform));
    const server = stack.use(serveSockets({ ...app, services }));
    return { port: server.port, [Symbol.asyncDispose]: () => stack.disposeAsync() };
  };
  const first = await startProcess();
  await using second = await startProcess();
  await using cable = await layCable(first.port);
  await using client = connectClient({ port: cable.port, token: () => vendor.credentials.accessToken });
  const messages: DurableMessage[] = [];
  const errors: unknown[] = [];
  const subscription = client.api.realtime.vendor.subscribe(
    { vendorId: vendor.vendorId },
    { onData: ({ data }) => messages.push(data), onError: error => errors.push(error) },
  );
  await waitFor("the subscription to listen", () => messages.length === 1);
  const writer = createEventWriter(app, vendor.vendorId);
  const keys = () => messages.map(keyOf).filter(key => key !== null);
  const writeAndWait = async () => {
    await writer.write(3);
    await waitFor("all events", () => keys().length === writer.written());
  };
  await writeAndWait();

  cable.leadTo(second.port);
  await first[Symbol.asyncDispose]();
  await writeAndWait();

  await writer.write(2);
  await using restarted = await startProcess();
  cable.leadTo(restarted.port);
  cable.cut();
  await writeAndWait();

  expect(errors).toEqual([]);
  expect(messages.map(({ type }) => type)).not.toContain("resync");
  expect(keys()).toEqual(await storedKeys(app.db, vendor.vendorId));
  subscription.unsubscribe();
}, 30_000);
