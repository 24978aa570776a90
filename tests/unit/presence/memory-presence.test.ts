import { expect, test } from "bun:test";
import fc from "fast-check";
import {
  createMemoryPresence,
  type PresenceBoard,
} from "../../../src/server/platform/presence/memory.presence.ts";
import type { Place } from "../../../src/server/platform/presence/presence.port.ts";
import { VendorId } from "../../../src/shared/ids.ts";
import { createManualTime } from "../../support/manual-time.ts";

const uuid = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`;
const VENDORS = [1, 2].map(digit => VendorId.parse(uuid(digit)));
const PLACES = [3, 4, 5].map(digit => `driver_${uuid(digit)}` as Place);

/** Two processes on one board, either of which may die without a word. */
function createProcesses() {
  const times = [createManualTime(), createManualTime()];
  const board: PresenceBoard = new Map();
  const processes = times.map(time => createMemoryPresence({ ...time, board }));
  /** Of a dead process time stands still, and with it the heartbeat. */
  const advance = (ms: number, alive: readonly boolean[]) =>
    times.forEach((time, index) => {
      if (alive[index]) time.advance(ms);
    });
  return { times, board, processes, advance };
}

const step = fc.record({
  do: fc.constantFrom("enter", "enter", "leave", "leaveTwice", "wait"),
  process: fc.nat(1),
  vendor: fc.nat(1),
  place: fc.nat(2),
  pick: fc.nat(20),
});

test("who is there equals the model, whatever order they come and go in, and goes to zero at once", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async steps => {
      const { board, processes, advance } = createProcesses();
      type Guest = { key: string; leave: () => void };
      let guests: Guest[] = [];
      for (const { do: kind, process, vendor, place, pick } of steps) {
        const [vendorId, where] = [VENDORS[vendor] as VendorId, PLACES[place] as Place];
        if (kind === "enter") {
          const leave = processes[process]?.enter(vendorId, where) ?? (() => {});
          guests.push({ key: `${vendorId} ${where}`, leave });
        }
        const guest = guests[pick % Math.max(1, guests.length)];
        if (kind.startsWith("leave") && guest) {
          guest.leave();
          if (kind === "leaveTwice") guest.leave();
          guests = guests.filter(other => other !== guest);
        }
        if (kind === "wait") advance(pick * 1_000, [true, true]);
        for (const id of VENDORS) {
          const there = guests.filter(({ key }) => key.startsWith(id));
          const expected = Map.groupBy(there, ({ key }) => key.slice(id.length + 1) as Place);
          for (const presence of processes)
            expect(await presence.at(id)).toEqual(
              new Map([...expected].map(([key, { length }]) => [key, length])),
            );
        }
      }
      for (const { leave } of guests) leave();
      expect(board.size).toBe(0);
    }),
    { numRuns: 500 },
  );
});

test("of a process that ended without a word nothing is left after half a minute, and of the living all", async () => {
  const { processes, advance } = createProcesses();
  const [vendorId, place] = [VENDORS[0] as VendorId, PLACES[0] as Place];
  const [mine, other] = processes;
  mine?.enter(vendorId, place);
  other?.enter(vendorId, place);
  other?.enter(vendorId, PLACES[1] as Place);
  advance(25_000, [true, false]);
  expect((await mine?.at(vendorId))?.get(place)).toBe(2);
  advance(15_000, [true, false]);
  expect(await mine?.at(vendorId)).toEqual(new Map([[place, 1]]));
  advance(3_600_000, [true, false]);
  expect(await mine?.at(vendorId)).toEqual(new Map([[place, 1]]));
});

test("each change is told with how many are there now, and disposing tells that nobody is", () => {
  const { processes, board } = createProcesses();
  const [presence] = processes;
  const [vendorId, place] = [VENDORS[0] as VendorId, PLACES[0] as Place];
  const told: number[] = [];
  presence?.onChange((_vendorId, _place, count) => told.push(count));
  const leave = presence?.enter(vendorId, place);
  presence?.enter(vendorId, place);
  leave?.();
  presence?.enter(vendorId, place);
  presence?.[Symbol.dispose]();
  expect(told).toEqual([1, 2, 1, 2, 0]);
  expect(board.size).toBe(0);
});

test("ten thousand who come and go leave nothing behind", () => {
  const { processes, board, times } = createProcesses();
  const [presence] = processes;
  for (let round = 0; round < 10_000; round += 1) {
    const place = PLACES[round % PLACES.length] as Place;
    presence?.enter(VENDORS[round % 2] as VendorId, place)();
    if (round % 100 === 0) times[0]?.advance(1_000);
  }
  expect([presence?.size(), board.size]).toEqual([0, 0]);
});
