import { expect, test } from "bun:test";
import { leave } from "../../../src/server/leave.ts";
import { createLogger } from "../../../src/server/platform/logger/logger.ts";

type Left = { running?: number; hearEvents?: number; hearPositions?: number };

/** What a server says that ends while so much still runs for subscribers. */
async function lastWords({ running = 0, hearEvents = 0, hearPositions = 0 }: Left): Promise<string[]> {
  const lines: string[] = [];
  const deps = {
    config: { trustProxy: false },
    logger: createLogger("error", { write: line => lines.push(line) }),
    stopping: new AbortController(),
    streams: { count: () => 0, drain: async () => {} },
    subscriptions: { running: () => running },
    log: { health: () => ({ listeners: hearEvents }) },
    live: { listeners: () => hearPositions },
    timers: {
      after(_: number, work: () => void) {
        queueMicrotask(work);
        return () => {};
      },
    },
  };
  const server = { stop: async () => {} };
  const sockets = { stats: () => ({ connections: 0 }), drain: async () => {} };
  await leave(deps as never, server as never, sockets as never);
  return lines;
}

test("a server that ends says what has outlived its clients: generators, and who is told of events or positions", async () => {
  const leaks: Left[] = [{ running: 1 }, { hearEvents: 2 }, { hearPositions: 3 }];
  for (const leak of leaks) {
    const [line = ""] = await lastWords(leak);
    expect(JSON.parse(line)).toMatchObject({ msg: "Subscriptions have outlived their clients", ...leak });
  }
});

test("a server that ends with nobody there says nothing", async () => {
  expect(await lastWords({})).toEqual([]);
});
