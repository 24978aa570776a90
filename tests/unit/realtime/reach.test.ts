import { expect, test } from "bun:test";
import { createLiveRooms, type LiveFrame } from "../../../src/server/features/realtime/index.ts";
import { type LiveMessage, vendorRoom } from "../../../src/shared/events.ts";
import { VendorId } from "../../../src/shared/ids.ts";
import { createManualTime } from "../../support/manual-time.ts";
import { positionOf } from "../../support/positions.ts";
import { createReachableBus } from "../../support/reachable-bus.ts";

const vendorId = VendorId.parse("00000000-0000-4000-8000-000000000100");
const where = { vendorId, room: vendorRoom(vendorId) };

const position = (second: number) => positionOf(1, second);
const state = (isDegraded: boolean): LiveMessage => ({ type: "live_state", isDegraded });

const inOrder = (frame: readonly LiveMessage[]) => frame.toSorted((a, b) => a.type.localeCompare(b.type));

const settled = () => new Promise(setImmediate);

/** A reader whose database knows a position of this second; `frames` is what he got. */
function aReader(first: Parameters<typeof createReachableBus>[0]) {
  const bus = createReachableBus(first);
  const time = createManualTime();
  const abort = new AbortController();
  const frames: LiveFrame[] = [];
  const database = { second: 1, reads: 0, gate: Promise.resolve() };
  const known = async () => {
    database.reads += 1;
    const { second } = database;
    await database.gate;
    return [position(second)];
  };
  const reading = (async () => {
    const rooms = createLiveRooms({ bus, ...time });
    for await (const frame of rooms.subscribe(where, { known, signal: abort.signal })) frames.push(frame);
  })();
  return {
    bus,
    time,
    frames,
    database,
    publish: (second: number) => bus.publish([{ vendorId, rooms: [where.room], message: position(second) }]),
    async [Symbol.asyncDispose]() {
      abort.abort();
      await reading;
    },
  };
}

test("who begins before others are heard gets what became known until they are, and is told of nothing else", async () => {
  await using reader = aReader("opening");
  await settled();
  reader.database.second = 2;
  reader.bus.become("whole");
  await settled();
  expect(reader.frames).toEqual([[position(1)], [position(2)]]);
});

test("who begins while others are lost is told so with what is known, and what has come since when they are back", async () => {
  await using reader = aReader("lost");
  await settled();
  expect(reader.frames.map(inOrder)).toEqual([[position(1), state(true)]]);
  reader.database.second = 5;
  reader.bus.become("opening");
  await settled();
  expect(reader.frames).toHaveLength(1);
  reader.bus.become("whole");
  await settled();
  expect(reader.frames.slice(1).map(inOrder)).toEqual([[position(5), state(false)]]);
});

test("a loss is told once, however often it is said, and what happens here is still seen", async () => {
  await using reader = aReader("whole");
  await settled();
  reader.bus.become("lost");
  await settled();
  reader.bus.become("opening");
  reader.bus.become("lost");
  await settled();
  reader.publish(3);
  await settled();
  const told = reader.frames.flat().filter(({ type }) => type === "live_state");
  expect(told).toEqual([state(true)]);
  expect(reader.frames.at(-1)).toEqual([position(3)]);
});

test("what is read anew hides nothing that is heard meanwhile", async () => {
  await using reader = aReader("lost");
  await settled();
  const { promise, resolve } = Promise.withResolvers<void>();
  reader.database.gate = promise;
  reader.bus.become("whole");
  await settled();
  reader.publish(7);
  resolve();
  await settled();
  reader.time.advance(250);
  await settled();
  expect(reader.frames.flat().findLast(({ type }) => type === "driver_location")).toEqual(position(7));
});

test("an end that is over before it could be told is not told", async () => {
  await using reader = aReader("lost");
  await settled();
  const { promise, resolve } = Promise.withResolvers<void>();
  reader.database.gate = promise;
  reader.bus.become("whole");
  await settled();
  reader.bus.become("lost");
  resolve();
  await settled();
  expect(reader.frames.flat().filter(({ type }) => type === "live_state")).toEqual([state(true)]);
});

test("a database that does not answer then is asked again, and the reader goes on meanwhile", async () => {
  await using reader = aReader("lost");
  await settled();
  reader.database.gate = Promise.reject(new Error("the database is away"));
  reader.database.gate.catch(() => {});
  reader.bus.become("whole");
  await settled();
  reader.publish(4);
  await settled();
  expect(reader.frames.at(-1)).toEqual([position(4)]);
  reader.database.gate = Promise.resolve();
  reader.database.second = 6;
  reader.time.advance(1_000);
  await settled();
  expect(reader.frames.map(inOrder).at(-1)).toEqual([position(6), state(false)]);
});

test("nothing follows the bus any more when the reader has gone", async () => {
  const reader = aReader("whole");
  await settled();
  await reader[Symbol.asyncDispose]();
  const { reads } = reader.database;
  reader.bus.become("lost");
  reader.bus.become("whole");
  await settled();
  expect(reader.database.reads).toBe(reads);
});

test("a room that is told directly is told the same frames, whoever hears them", async () => {
  const bus = createReachableBus("whole");
  const known = [position(1)];
  const rooms = createLiveRooms({ bus, ...createManualTime() });
  const told: LiveFrame[][] = [[], []];
  const stops = await Promise.all(
    told.map(async frames => {
      let stop = () => {};
      const tellDirectly = <Item>(begin: (tell: (item: Item) => void) => () => void) => {
        stop = begin(item => frames.push(item as LiveFrame));
        return [] as Item;
      };
      const options = { known: async () => known, signal: undefined, tellDirectly };
      for await (const frame of rooms.subscribe(where, options)) if (frame.length > 0) frames.push(frame);
      return stop;
    }),
  );
  for (const reach of ["lost", "whole"] as const) {
    bus.become(reach);
    await settled();
  }
  const [one = [], other = []] = told;
  expect(one).toEqual([known, [state(true)], known, [state(false)]]);
  one.forEach((frame, index) => void expect(other[index]).toBe(frame));
  for (const stop of stops) stop();
  expect(rooms.listeners()).toBe(0);
});
