import { heapStats } from "bun:jsc";
import { type EventDoc, startEventLog } from "../../../src/server/features/events/index.ts";
import { createLiveRooms } from "../../../src/server/features/realtime/index.ts";
import type { TellDirectly } from "../../../src/server/platform/direct/direct.port.ts";
import { createMemoryLiveBus } from "../../../src/server/platform/live-bus/memory.live-bus.ts";
import type { FeedListener } from "../../../src/server/platform/mongo/change-stream.ts";
import { vendorRoom } from "../../../src/shared/events.ts";
import { createManualTime } from "../../support/manual-time.ts";
import { positionOf } from "../../support/positions.ts";
import { anOrderId, aVendorId, eventDoc } from "./event-writer.ts";

/*
 * A process of its own, so that its heap is nobody else's: 200,000 events go through the log, and as positions through
 * the rooms, to subscribers who come and go. Prints what the heap holds after garbage collection, again and again.
 */

const EVENTS = 200_000;
const EVENTS_A_ROUND = 500;
const ROUNDS = EVENTS / (2 * EVENTS_A_ROUND);
const SUBSCRIBERS = 200;
const LEAVING_A_ROUND = 20;
const ROUNDS_BETWEEN_LOOKS = 10;
/** As fast as the clock of the cluster goes here: the log forgets by number, not by age. */
const EVENTS_A_SECOND = 500;

const time = createManualTime();
const bus = createMemoryLiveBus();
const rooms = createLiveRooms({ bus, ...time });
const vendors = Array.from({ length: 20 }, aVendorId);
const DRIVERS = 100;

let listener: FeedListener<EventDoc> | null = null;
const log = startEventLog({
  clock: time.clock,
  feed: heard => {
    listener = heard;
    return { [Symbol.asyncDispose]: async () => {} };
  },
});
const follow = (): FeedListener<EventDoc> => {
  if (!listener) throw new Error("Nobody follows");
  return listener;
};
follow().onHistory({ seconds: 1, increment: 1 });
follow().onCaughtUp();

let told = 0;

/** Half of them read generators, half are told directly, as sockets are. */
function join(number: number): () => void {
  const abort = new AbortController();
  const vendorId = vendors[number % vendors.length] ?? aVendorId();
  const room = vendorRoom(vendorId);
  const stops: (() => void)[] = [];
  const tellDirectly = ((begin: (tell: () => void) => () => void) => {
    stops.push(begin(() => (told += 1)));
  }) as unknown as TellDirectly;
  const how = { signal: abort.signal, tellDirectly: number % 2 === 0 ? tellDirectly : undefined };
  for (const stream of [
    log.subscribe(room, { after: null, ...how }),
    rooms.subscribe({ vendorId, room }, { known: async () => [], ...how }),
  ])
    void (async () => {
      for await (const _ of stream) told += 1;
    })();
  return () => {
    abort.abort();
    for (const stop of stops) stop();
  };
}

function publish(number: number): void {
  const vendorId = vendors[number % vendors.length] ?? aVendorId();
  const message = positionOf(number % DRIVERS, Date.UTC(2026, 0) / 1_000 + number / 1_000);
  bus.publish([{ vendorId, rooms: [vendorRoom(vendorId)], message }]);
  const placed = {
    seconds: 2 + Math.floor(number / EVENTS_A_SECOND),
    increment: 1 + (number % EVENTS_A_SECOND),
  };
  follow().onInsert({ time: placed, index: 1, doc: eventDoc(vendorId, anOrderId(), 1) });
}

const settle = () => new Promise(resolve => setImmediate(resolve));

const members: (() => void)[] = [];
let joined = 0;
let published = 0;
const heapMb: number[] = [];
while (members.length < SUBSCRIBERS) members.push(join(joined++));
for (let round = 1; round <= ROUNDS; round++) {
  for (const leave of members.splice(0, LEAVING_A_ROUND)) leave();
  while (members.length < SUBSCRIBERS) members.push(join(joined++));
  await settle();
  for (let count = 0; count < EVENTS_A_ROUND; count++) publish(published++);
  time.advance(250);
  await settle();
  if (round % ROUNDS_BETWEEN_LOOKS !== 0) continue;
  Bun.gc(true);
  await settle();
  Bun.gc(true);
  heapMb.push(heapStats().heapSize / 1024 / 1024);
}
const listeners = { events: log.health().listeners, positions: rooms.listeners() };
for (const leave of members) leave();
await settle();
const left = { events: log.health().listeners, positions: rooms.listeners() };
console.log(JSON.stringify({ events: 2 * published, joined, told, heapMb, listeners, left }));
process.exit(0);
