import { type Ingested, type IngestPlan, ingest } from "./ingest-load.ts";
import { openSource, type SourcePlan } from "./sources.ts";
import { type Crowd, type CrowdPlan, createCrowd, createLedger, type Tally } from "./viewers.ts";

/*
 * The load, in a process of its own: viewers who hear, and sources that make events. It is told what to do over IPC
 * and answers when it is done.
 */

export type Command =
  /** A crowd of viewers; answers how long it took until all were in. */
  | { do: "open"; crowd: CrowdPlan }
  | { do: "cut"; count: number }
  /** Makes so many events while those who were cut are away, and lets them all come back at once. */
  | { do: "missAndComeBack"; from: SourcePlan; events: number; viewersEach: number }
  /** Makes so many events a second for so long, and waits until the last have arrived; answers what did. */
  | { do: "publish"; from: SourcePlan; perSecond: number; seconds: number; viewersEach: number }
  | { do: "ingest"; plan: IngestPlan };

export type Answers = {
  open: { ms: number };
  cut: null;
  /** How long it took until all were in again, and what had then been heard. */
  missAndComeBack: { back: { ms: number }; missed: Tally };
  publish: Tally & { made: number };
  ingest: Ingested;
};

/** What is still on its way after the last event is waited for as long. */
const LAST_ARRIVALS_MS = 10_000;

const ledger = createLedger();
let crowd: Crowd | null = null;
let viewers = 0;

async function timed(work: Promise<void>): Promise<{ ms: number }> {
  const began = performance.now();
  await work;
  return { ms: performance.now() - began };
}

async function publish({ from, perSecond, seconds, viewersEach }: Command & { do: "publish" }) {
  await using source = await openSource(from);
  ledger.clear(viewers);
  const total = Math.round(perSecond * seconds);
  const began = performance.now();
  const acknowledged: Promise<void>[] = [];
  for (let number = 0; number < total; number++) {
    const waitMs = began + (number * 1_000) / perSecond - performance.now();
    if (waitMs > 1) await Bun.sleep(waitMs);
    acknowledged.push(source.make(ledger.made));
  }
  await Promise.all(acknowledged);
  await arrivals(total * viewersEach);
  return { ...ledger.tally(), made: total };
}

async function missAndComeBack({ from, events, viewersEach }: Command & { do: "missAndComeBack" }) {
  await using source = await openSource(from);
  ledger.clear(viewers);
  for (let number = 0; number < events; number++) await source.make(ledger.made);
  const back = await timed(crowd?.comeBack() ?? Promise.resolve());
  await arrivals(events * viewersEach);
  return { back, missed: ledger.tally() };
}

/** Waits until so much has been delivered, but not for ever. */
async function arrivals(wanted: number): Promise<void> {
  const deadline = performance.now() + LAST_ARRIVALS_MS;
  while (ledger.tally().delivered < wanted && performance.now() < deadline) await Bun.sleep(5);
}

async function carryOut(command: Command): Promise<Answers[Command["do"]]> {
  switch (command.do) {
    case "open":
      crowd = createCrowd(command.crowd, ledger);
      viewers = command.crowd.count;
      return timed(crowd.open());
    case "cut":
      crowd?.cut(command.count);
      return null;
    case "missAndComeBack":
      return missAndComeBack(command);
    case "publish":
      return publish(command);
    case "ingest":
      return ingest(command.plan);
  }
}

process.on("message", async ({ id, command }: { id: number; command: Command }) => {
  try {
    process.send?.({ id, answer: await carryOut(command) });
  } catch (error) {
    process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
