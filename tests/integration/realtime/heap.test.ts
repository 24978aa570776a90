import { expect, test } from "bun:test";
import { runProgram } from "../../support/process.ts";

/** The log is full, and everything that is held has its final size, after the fourth look. */
const WARM_LOOKS = 16;
/** What the log drops it lets go of now and then: four looks are from one peak to the next. */
const peak = (looks: readonly number[]) => Math.max(...looks);
/** Of 1,600 subscribers and 80,000 events between the halves: as much as a quarter of a kilobyte kept of each subscriber. */
const MOST_GROWTH_MB = 0.4;

test("200,000 events, and subscribers who come and go, leave nothing in the heap", async () => {
  await using program = runProgram([`${import.meta.dir}/heap.program.ts`]);
  const code = await program.exited;
  if (code !== 0) throw new Error(program.output());
  const { events, joined, told, heapMb, listeners, left } = JSON.parse(program.output());
  expect({ events, joined, listeners, left }).toEqual({
    events: 200_000,
    joined: 4_200,
    listeners: { events: 200, positions: 200 },
    left: { events: 0, positions: 0 },
  });
  expect(told).toBeGreaterThan(events);
  const warm: number[] = heapMb.slice(-WARM_LOOKS);
  const half = WARM_LOOKS / 2;
  expect(peak(warm.slice(half)) - peak(warm.slice(0, half))).toBeLessThan(MOST_GROWTH_MB);
}, 90_000);
