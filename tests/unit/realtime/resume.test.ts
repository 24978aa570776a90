import { expect, test } from "bun:test";
import fc from "fast-check";
import { type Follow, overSockets, overStreams, RING, startProcess, startReader } from "./two-processes.ts";

/*
 * Whatever happens to a reader and to two processes that learn of the same events at different times: what he is told is
 * what a model says, message by message.
 */

const PROCESSES = [0, 1] as const;
type Which = (typeof PROCESSES)[number];

/** Between two events there is room for places at which nothing happened. */
const STEP = 10;

const which = fc.constantFrom(...PROCESSES);
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant("commit" as const), count: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("commit" as const), count: fc.constant(RING + 1) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("deliver" as const),
      to: which,
      count: fc.integer({ min: 1, max: 8 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("hear" as const), at: which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("lose" as const), at: which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("cut" as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("resume" as const), at: which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("leave" as const) }) },
);

const plan = fc.array(step, { minLength: 10, maxLength: 60, size: "max" });
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

/** What one process knows: of which places it can tell, and how far it is. */
type Known = { events: number[]; floor: number; here: number };

/** What a reader must be told, and where he stands; `at` is the process that he reads, if any. */
function createModel() {
  const known: Record<Which, Known> = {
    0: { events: [], floor: 0, here: 0 },
    1: { events: [], floor: 0, here: 0 },
  };
  const told: string[] = [];
  const model = {
    known,
    told,
    at: null as Which | null,
    cursor: null as number | null,
    tell(what: string, place: number) {
      told.push(what);
      model.cursor = place;
    },
    deliver(to: Which, place: number) {
      const process = known[to];
      process.events.push(place);
      if (process.events.length > RING) process.floor = process.events.shift() ?? process.floor;
      process.here = Math.max(process.here, place);
      if (model.at === to && place > (model.cursor ?? 0)) model.tell(String(place), place);
    },
    hear(at: Which, place: number) {
      known[at].here = Math.max(known[at].here, place);
    },
    lose(at: Which, place: number) {
      known[at] = { events: [], floor: place, here: place };
      if (model.at === at) model.tell("resync", place);
    },
    arrive(at: Which) {
      model.at = at;
      const { events, floor, here } = known[at];
      const { cursor } = model;
      if (cursor === null) return model.tell("ready", here);
      if (cursor < floor) return model.tell("resync", here);
      for (const place of events) if (place > cursor) model.tell(String(place), place);
    },
  };
  return model;
}

const PATIENCE_MS = 5_000;

/** Lets everything happen that can, until this holds. */
async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`In vain: ${what}`);
    await Bun.sleep(0);
  }
}

type Way = { follow: Follow; isDirect: boolean };

async function compare({ follow, isDirect }: Way, steps: readonly Step[]) {
  await using one = startProcess(0, { isDirect });
  await using other = startProcess(0, { isDirect });
  const processes = { 0: one, 1: other };
  await using reader = await startReader(follow);
  const model = createModel();
  /** How many events there are, and how many of them each process has. */
  let committed = 0;
  const delivered: Record<Which, number> = { 0: 0, 1: 0 };
  const nowhere = () => [one, other].every(process => process.readers() + process.running() === 0);

  async function arrive(at: Which): Promise<void> {
    model.arrive(at);
    reader.leadTo(processes[at].port);
    await until("the reader to arrive", () => processes[at].readers() === 1);
  }

  for (const step of steps) {
    switch (step.do) {
      case "commit":
        committed += step.count;
        break;
      case "deliver":
        for (let left = step.count; left > 0 && delivered[step.to] < committed; left -= 1) {
          delivered[step.to] += 1;
          const place = delivered[step.to] * STEP;
          processes[step.to].deliver(place);
          model.deliver(step.to, place);
        }
        break;
      case "hear": {
        const place = delivered[step.at] * STEP + 3;
        processes[step.at].hear(place);
        model.hear(step.at, place);
        break;
      }
      case "lose": {
        const place = committed * STEP + 5;
        delivered[step.at] = committed;
        processes[step.at].lose(place);
        model.lose(step.at, place);
        break;
      }
      case "cut":
        reader.cut();
        model.at = null;
        await until("nobody to be there", nowhere);
        break;
      case "resume":
        if (model.at === null) await arrive(step.at);
        break;
      case "leave": {
        const { at } = model;
        if (at === null) break;
        const elsewhere = at === 0 ? 1 : 0;
        reader.leadTo(processes[elsewhere].port);
        const left = processes[at].leave();
        await arrive(elsewhere);
        await left;
        break;
      }
    }
    await until(`${model.told.join(" ")} to be told`, () => reader.heard.length >= model.told.length);
    expect(reader.heard).toEqual(model.told);
  }
  expect(reader.errors).toEqual([]);
  if (isDirect) await until("no generator to be read", () => one.running() + other.running() === 0);
  reader.cut();
  await until("nobody to be there", nowhere);
}

const WAYS: Record<string, Way> = {
  "sockets that are told directly": { follow: overSockets, isDirect: true },
  "sockets that read a generator": { follow: overSockets, isDirect: false },
  streams: { follow: overStreams, isDirect: false },
};

for (const [name, way] of Object.entries(WAYS)) {
  test(`over ${name}: through cuts, moves between two processes, delays, full rings and lost histories a reader hears what the model says`, async () => {
    await fc.assert(
      fc.asyncProperty(plan, steps => compare(way, steps)),
      { numRuns: 100, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: true },
    );
  }, 120_000);
}
