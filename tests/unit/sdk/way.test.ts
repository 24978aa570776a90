import { afterEach, beforeEach, expect, jest, test } from "bun:test";
import type { Streams } from "../../../src/sdk/sse-link.ts";
import { createWays } from "../../../src/sdk/way.ts";

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const turns = async () => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

/** A client whom sockets fail while the service can be reached, and who is followed with by one subscription. */
async function blocked() {
  const world = { probes: 0, closed: 0, lets: false };
  const streams = {
    close() {
      world.closed += 1;
    },
  } as unknown as Streams;
  const ways = createWays({
    isReachable: async () => true,
    probe: async () => {
      world.probes += 1;
      return world.lets;
    },
    load: async () => streams,
  });
  const stop = ways.onChange(() => {});
  for (let i = 0; i < 3; i += 1) ways.socketGone(false);
  await turns();
  expect(ways.streams()).toBe(streams);
  const hours = async (count: number) => {
    for (let minute = 0; minute < count * 60; minute += 1) {
      jest.advanceTimersByTime(60_000);
      await turns();
    }
  };
  return { world, ways, stop, hours };
}

test("sockets are tried now and then, and used again once one is heard", async () => {
  const { world, ways, hours } = await blocked();
  await hours(1);
  expect(world.probes).toBeGreaterThan(10);
  world.lets = true;
  await hours(1);
  expect([ways.streams(), world.closed]).toEqual([null, 1]);
  const { probes } = world;
  await hours(1);
  expect(world.probes).toBe(probes);
});

test("while nobody follows anything no socket is tried and no timer runs, until somebody does again", async () => {
  const { world, ways, stop, hours } = await blocked();
  stop();
  await hours(1);
  expect([world.probes, jest.getTimerCount()]).toEqual([0, 0]);
  world.lets = true;
  ways.onChange(() => {});
  ways.onChange(() => {});
  await hours(1);
  expect([world.probes, ways.streams()]).toEqual([1, null]);
});
