import { heapStats } from "bun:jsc";
import { expect, test } from "bun:test";
import fc from "fast-check";
import { startEventLog } from "../../../src/server/features/events/index.ts";
import { Mailbox } from "../../../src/server/features/events/mailbox.ts";
import {
  createLatest,
  createLiveRooms,
  createRealtimeService,
  type LiveFrame,
} from "../../../src/server/features/realtime/index.ts";
import { tellDirectly, toldDirectly } from "../../../src/server/http/live/ws-direct.ts";
import type { TellDirectly } from "../../../src/server/platform/direct/direct.port.ts";
import { createMemoryLiveBus } from "../../../src/server/platform/live-bus/memory.live-bus.ts";
import { driverRoom } from "../../../src/shared/events.ts";
import { VendorId } from "../../../src/shared/ids.ts";
import { createManualTime } from "../../support/manual-time.ts";
import { driverIdOf, positionOf } from "../../support/positions.ts";

const DRIVER = driverIdOf(1);

/** A log that has caught up with a history of nothing. */
const startQuietLog = () =>
  startEventLog({
    clock: createManualTime().clock,
    feed: listener => {
      listener.onHistory({ seconds: 1, increment: 1 });
      listener.onCaughtUp();
      return { [Symbol.asyncDispose]: async () => {} };
    },
  });

const VENDOR = VendorId.parse("00000000-0000-4000-8000-000000000002");

const position = (second: number) => positionOf(1, second);

test("what waits when somebody is told directly comes first, and all that follows at once", () => {
  fc.assert(
    fc.property(fc.nat(20), fc.nat(20), (before, after) => {
      const mailbox = new Mailbox<number>({ capacity: 1_000, onOverflow: last => last });
      const heard: number[] = [];
      for (let item = 0; item < before; item++) mailbox.push(item);
      mailbox.forward(item => heard.push(item));
      for (let item = before; item < before + after; item++) mailbox.push(item);
      expect(heard).toEqual(Array.from({ length: before + after }, (_, index) => index));
    }),
  );
});

test("who is told directly hears that history was lost, and all that follows", () => {
  const mailbox = new Mailbox<string>({ capacity: 10, onOverflow: last => last });
  const heard: string[] = [];
  mailbox.forward(item => heard.push(item));
  mailbox.replaceAll("lost");
  mailbox.push("next");
  expect(heard).toEqual(["lost", "next"]);
});

test("of positions the latest waits until somebody is told directly, and then each frame is told as it is", () => {
  const latest = createLatest();
  latest.put([position(2)]);
  latest.put([position(3)]);
  const heard: LiveFrame[] = [];
  latest.forward(frame => heard.push(frame));
  const frame = [position(4)];
  latest.put(frame);
  expect(heard).toEqual([[position(3)], frame]);
  expect(heard.at(-1)).toBe(frame);
});

test("whoever is told of a room directly is told until that is stopped, though its generator has ended", async () => {
  const bus = createMemoryLiveBus();
  const rooms = createLiveRooms({ bus, ...createManualTime() });
  const where = { vendorId: VENDOR, room: driverRoom(DRIVER) };
  const heard: LiveFrame[] = [];
  const begins: ((tell: (frame: LiveFrame) => void) => () => void)[] = [];
  const takeOver = ((begin: (typeof begins)[number]) => {
    begins.push(begin);
    return [];
  }) as unknown as TellDirectly;
  const options = { known: async () => [position(1)], signal: undefined, tellDirectly: takeOver };
  let stop = () => {};
  for await (const frame of rooms.subscribe(where, options)) {
    heard.push(frame);
    const [begin] = begins;
    // Between the last frame and the handing over: it is told first.
    if (begin) bus.publish([{ vendorId: VENDOR, rooms: [where.room], message: position(2) }]);
    if (begin) stop = begin(told => heard.push(told));
  }
  expect(heard).toEqual([[position(1)], [], [position(2)]]);
  expect(rooms.listeners()).toBe(1);
  stop();
  expect(rooms.listeners()).toBe(0);
  expect(bus.rooms()).toBe(0);
});

test("whoever is told directly holds nothing of the subscription that it began with", async () => {
  const bus = createMemoryLiveBus();
  const live = createLiveRooms({ bus, ...createManualTime() });
  await using log = startQuietLog();
  const service = createRealtimeService({
    log,
    live,
    requireVendor: async () => {},
    lastPositionsOf: async () => [position(1)],
    presence: { of: async () => [] },
  } as never);
  const stops: (() => void)[] = [];
  const ignore = () => {};
  const takeOver = ((begin: (tell: () => void) => () => void) => {
    stops.push(begin(ignore));
    return [];
  }) as unknown as TellDirectly;
  const signals = () => heapStats().objectTypeCounts.AbortSignal ?? 0;
  async function begin() {
    const input = { vendorId: VENDOR, signal: new AbortController().signal, tellDirectly: takeOver };
    for (const stream of [service.vendorLocations({} as never, input), service.vendor({} as never, input)])
      for await (const _ of stream);
  }
  Bun.gc(true);
  const before = signals();
  for (let count = 0; count < 100; count += 1) await begin();
  await new Promise(setImmediate);
  Bun.gc(true);
  expect([stops.length, live.listeners(), log.health().listeners]).toEqual([200, 100, 100]);
  // What the stack happens to point at is kept too.
  expect(signals() - before).toBeLessThan(10);
});

test("whoever goes while he is told the first of it is not told the rest directly, and nothing of him stays", async () => {
  await using log = startQuietLog();
  let begun = 0;
  const tellDirectly = (() => {
    begun += 1;
  }) as unknown as TellDirectly;
  const reader = new AbortController();
  const { signal } = reader;
  const stream = log.subscribe(driverRoom(DRIVER), { after: null, signal, tellDirectly });
  expect((await stream.next()).value?.message.type).toBe("ready");
  reader.abort();
  expect((await stream.next()).done).toBe(true);
  expect([begun, log.health().listeners]).toEqual([0, 0]);
});

test("what a socket is told directly is what tRPC would have said", () => {
  const said: string[] = [];
  const live = tellDirectly<string>(tell => {
    tell("here");
    return () => {};
  });
  toldDirectly({ id: 3, result: { data: live } })?.begin(text => said.push(text));
  const durable = tellDirectly<object>(tell => {
    tell({ cursor: "1.2.3", message: { type: "ready" } });
    return () => {};
  });
  toldDirectly({ id: 4, result: { id: "1.2.2", data: { id: "1.2.2", data: durable } } })?.begin(text =>
    said.push(text),
  );
  expect(said.map(text => JSON.parse(text))).toEqual([
    { id: 3, result: { type: "data", data: "here" } },
    { id: 4, result: { type: "data", data: { id: "1.2.3", data: { type: "ready" } }, id: "1.2.3" } },
  ]);
});

test("frames like all others are left to tRPC", () => {
  for (const result of [undefined, { data: null }, { data: [] }, { id: "1", data: { id: "1", data: 5 } }])
    expect(toldDirectly({ id: 1, result })).toBeNull();
});
