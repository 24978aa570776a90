import { expect, test } from "bun:test";
import fc from "fast-check";
import {
  createMemoryPresence,
  type PresenceBoard,
} from "../../../src/server/platform/presence/memory.presence.ts";
import type { Place } from "../../../src/server/platform/presence/presence.port.ts";
import { VendorId } from "../../../src/shared/ids.ts";
import { createManualTime, type ManualTime } from "../../support/manual-time.ts";
import { aStep, runPresence } from "../../support/presence-model.ts";

const uuid = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`;
const VENDORS = [1, 2].map(digit => VendorId.parse(uuid(digit)));
const NOBODYS = VendorId.parse(uuid(9));
/** A life, and the beat after it. */
const DEAD_AFTER_MS = 40_001;
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

test("who is there equals the model, whatever order they come, go and die in, and each change is told", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aStep, { maxLength: 60, size: "max" }), async steps => {
      const board: PresenceBoard = new Map();
      const times: ManualTime[] = [];
      await runPresence(steps, {
        start: async process => {
          const time = createManualTime(times[1 - process]?.clock.now().toISOString());
          times[process] = time;
          const presence = createMemoryPresence({ ...time, board });
          // Whoever has had somebody once looks after the others.
          presence.enter(NOBODYS, PLACES[0] as Place);
          return presence;
        },
        die: async process => times[1 - process]?.advance(DEAD_AFTER_MS),
        wait: seconds => {
          for (let second = 0; second < seconds; second += 1) for (const time of times) time.advance(1_000);
        },
        forget: async () => {},
        eventually: check => check(),
      });
      expect([...board.keys()]).toEqual([NOBODYS]);
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
  expect((await mine?.at(vendorId))?.places.get(place)).toBe(2);
  advance(15_000, [true, false]);
  expect((await mine?.at(vendorId))?.places).toEqual(new Map([[place, 1]]));
  advance(3_600_000, [true, false]);
  expect((await mine?.at(vendorId))?.places).toEqual(new Map([[place, 1]]));
});

test("each change is told with how many are there now, and disposing tells that nobody is", () => {
  const { processes, board } = createProcesses();
  const [presence] = processes;
  const [vendorId, place] = [VENDORS[0] as VendorId, PLACES[0] as Place];
  const told: number[] = [];
  presence?.onChange((_vendorId, counts) => told.push(...counts.places.values()));
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

test("a clock that is set back makes nothing that is told look older than what was told before", async () => {
  const time = createManualTime();
  using presence = createMemoryPresence(time);
  const told: number[] = [];
  presence.onChange((_, { asOf }) => told.push(asOf));
  const [vendorId, place] = [VENDORS[0] as VendorId, PLACES[0] as Place];
  const leave = presence.enter(vendorId, place);
  time.setClock(-600_000);
  leave();
  presence.enter(vendorId, place);
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect((await presence.at(vendorId)).asOf).toBeGreaterThanOrEqual(told.at(-1) ?? 0);
});
