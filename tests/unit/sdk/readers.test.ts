import { afterAll, beforeAll, expect, test } from "bun:test";
import { createServer, type Server } from "node:net";
import { createMedexClient } from "../../../src/sdk/index.ts";
import { waitFor } from "../../support/wait-for.ts";

/** A service where nothing happens: it takes every question, and answers none. */
let quiet: Server;
let url: string;
const open = new Set<unknown>();
beforeAll(async () => {
  quiet = createServer(socket => {
    open.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => open.delete(socket));
  });
  await new Promise<void>(resolve => quiet.listen(0, "127.0.0.1", resolve));
  const address = quiet.address();
  url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
});
afterAll(() => quiet.close());

const END = { done: true, value: undefined } as const;

test("who leaves while he waits for an event is let go at once, and nobody waits on for him", async () => {
  const events = createMedexClient({ url }).events();
  const next = events.next();
  await waitFor("the question", () => open.size === 1);
  expect(await events.return()).toEqual(END);
  expect(await next).toEqual(END);
  await waitFor("nobody", () => open.size === 0);
});

test("a client that is closed ends the reading of events, and can be read with again", async () => {
  const client = createMedexClient({ url });
  const both = [client.events(), client.events({ signal: new AbortController().signal })];
  const ends = both.map(events => events.next());
  await waitFor("two questions", () => open.size === 2);
  await client.close();
  expect(await Promise.all(ends)).toEqual([END, END]);
  await waitFor("nobody", () => open.size === 0);

  const again = client.events();
  const next = again.next();
  await waitFor("the question", () => open.size === 1);
  await again.return();
  await next;
});

test("who fails over an event is told of his own failure, and reads no further", async () => {
  const client = createMedexClient({
    url,
    fetch: Object.assign(
      async () =>
        Response.json({ result: { data: { items: [{ cursor: "2.1.1", event: {} }], nextCursor: "2.1.1" } } }),
      { preconnect: () => {} },
    ),
  });
  const events = client.events();
  expect((await events.next()).value?.cursor).toBe("2.1.1");
  await expect(events.throw(new Error("the disk is full"))).rejects.toThrow("the disk is full");
  expect(await events.next()).toEqual(END);
});
