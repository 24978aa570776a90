import { expect, test } from "bun:test";
import fc from "fast-check";
import { createMailbox } from "../../../src/server/features/events/mailbox.ts";
import { createLatest } from "../../../src/server/features/realtime/index.ts";
import { HandedOver, handedOver, handOver } from "../../../src/server/http/ws-hand-over.ts";
import type { LiveMessage } from "../../../src/shared/events.ts";
import { DriverId } from "../../../src/shared/ids.ts";

type Begin<Item> = (tell: (item: Item) => void) => void;

const position = (second: number): LiveMessage => ({
  type: "driver_location",
  driverId: DriverId.parse("00000000-0000-4000-8000-000000000001"),
  latitude: 60,
  longitude: 24,
  timestamp: new Date(second * 1_000).toISOString(),
  speed: null,
  heading: null,
  accuracy: null,
  isCarrying: false,
});

/** Lets generators run as far as they can. */
const settle = () => new Promise(resolve => setImmediate(resolve));

/** Reads as tRPC does; of a stream that is handed over `meanwhile` happens before the rest is told, and `after` at once. */
function read<Item>(
  items: AsyncGenerator<Item | Begin<Item>, void, undefined>,
  { meanwhile, after }: { meanwhile: () => void; after: () => void },
) {
  const heard: Item[] = [];
  const handedOver = Promise.withResolvers<void>();
  const ended = (async () => {
    for await (const item of items) {
      if (typeof item !== "function") heard.push(item);
      else {
        meanwhile();
        (item as Begin<Item>)(told => heard.push(told));
        after();
        handedOver.resolve();
      }
    }
  })();
  return { heard, ended, isHandedOver: handedOver.promise };
}

test("whatever comes before, while and after a stream is handed over is heard once and in order", async () => {
  const counts = fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20), fc.nat(20));
  await fc.assert(
    fc.asyncProperty(counts, async ([before, meanwhile, atOnce, after]) => {
      const abort = new AbortController();
      const mailbox = createMailbox<number>({ capacity: 1_000, onOverflow: last => last });
      let next = 0;
      const push = (count: number) => {
        for (let i = 0; i < count; i++) mailbox.push(next++);
      };
      push(before);
      const reader = read<number>(
        mailbox.items(abort.signal, begin => begin as never),
        { meanwhile: () => push(meanwhile), after: () => push(atOnce) },
      );
      await reader.isHandedOver;
      await settle();
      push(after);
      expect(reader.heard).toEqual(Array.from({ length: next }, (_, index) => index));
      abort.abort();
      await reader.ended;
    }),
  );
});

test("who is told directly hears that history was lost, and all that follows", async () => {
  const abort = new AbortController();
  const mailbox = createMailbox<string>({ capacity: 10, onOverflow: last => last });
  const reader = read<string>(
    mailbox.items(abort.signal, begin => begin as never),
    { meanwhile: () => {}, after: () => mailbox.replaceAll("lost") },
  );
  await reader.isHandedOver;
  mailbox.push("next");
  expect(reader.heard).toEqual(["lost", "next"]);
  abort.abort();
  await reader.ended;
});

test("while live positions are handed over the latest waits, and then each frame is told as it is", async () => {
  const abort = new AbortController();
  const latest = createLatest();
  latest.put([position(1)]);
  const reader = read(latest.frames(abort.signal, ((begin: unknown) => begin) as never), {
    meanwhile() {
      latest.put([position(2)]);
      latest.put([position(3)]);
    },
    after: () => latest.put([position(4)]),
  });
  await reader.isHandedOver;
  const frame = [position(5)];
  latest.put(frame);
  expect(reader.heard).toEqual([[position(1)], [position(3)], [position(4)], frame]);
  expect(reader.heard.at(-1)).toBe(frame);
  abort.abort();
  await reader.ended;
});

test("what a socket is told directly is what tRPC would have said", () => {
  const said: string[] = [];
  const live = handOver<string>(tell => tell("here"));
  handedOver({ id: 3, result: { data: live } })?.begin(text => said.push(text));
  const durable = handOver<object>(tell => tell({ cursor: "1.2.3", message: { type: "ready" } }));
  handedOver({ id: 4, result: { id: "1.2.2", data: { id: "1.2.2", data: durable } } })?.begin(text =>
    said.push(text),
  );
  expect(said.map(text => JSON.parse(text))).toEqual([
    { id: 3, result: { type: "data", data: "here" } },
    { id: 4, result: { type: "data", data: { id: "1.2.3", data: { type: "ready" } }, id: "1.2.3" } },
  ]);
});

test("frames like all others are not handed over", () => {
  for (const result of [undefined, { data: null }, { data: [] }, { id: "1", data: { id: "1", data: 5 } }])
    expect(handedOver({ id: 1, result })).not.toBeInstanceOf(HandedOver);
});
