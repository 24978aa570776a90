import type { TestDatabase } from "../../tests/support/mongo.ts";
import type { TestRedis } from "../../tests/support/redis.ts";
import { type Load, startLoad } from "./load.ts";
import { costOf } from "./machine.ts";
import type { ViewerPlan } from "./protocols.ts";
import type { SourcePlan } from "./sources.ts";

/** What all scenarios stand on. */
export type Stage = { database: TestDatabase; redis: TestRedis };

/** A server that has been started, and how it is watched and told of events. */
export type Playing = AsyncDisposable & { pid: number; port: number; plan: ViewerPlan; from: SourcePlan };

export type Rate = { viewers: number; perSecond: number; seconds: number; warmUpPerSecond?: number };
export type Result = Awaited<ReturnType<typeof play>>;

/** As much as makes Bun compile what is called often, however slowly the events of the run itself come. */
const WARM_UP = { seconds: 4, atLeastPerSecond: 50 };
const AT_ONCE = 50;

/** Lets viewers of one server hear events at a steady rate, and measures what that costs the server. */
export async function play(playing: Playing, { viewers, perSecond, seconds, warmUpPerSecond }: Rate) {
  await using load = startLoad();
  const { pid, port, plan, from } = playing;
  if (viewers > 0) await open(load, { port, plan, viewers });
  const publish = (rate: number, howLong: number) =>
    load.ask({ do: "publish", from, perSecond: rate, seconds: howLong, viewersEach: viewers });
  await publish(warmUpPerSecond ?? Math.max(perSecond, WARM_UP.atLeastPerSecond), WARM_UP.seconds);
  const { answer, cpu, seconds: took } = await costOf(pid, () => publish(perSecond, seconds));
  return {
    ...answer,
    coreShare: cpu / took,
    /** Of what was made, times viewers. */
    deliveredShare: viewers > 0 ? answer.delivered / (answer.made * viewers) : 1,
    deliveredPerSecond: answer.delivered / took,
    cpu,
    microsPerDelivered: (cpu / answer.delivered) * 1e6,
  };
}

export const open = (
  load: Load,
  { port, plan, viewers }: { port: number; plan: ViewerPlan; viewers: number },
) => load.ask({ do: "open", crowd: { host: "127.0.0.1", port, plan, count: viewers, atOnce: AT_ONCE } });

export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** "met" or "missed", after what was measured. */
export const verdict = (measured: string, isMet: boolean): string =>
  `${measured} (${isMet ? "met" : "missed"})`;
