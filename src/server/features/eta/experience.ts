import type { Clock } from "../../platform/clock/clock.port.ts";
import type { EtaLogRepo } from "./eta-log.repo.ts";
import { createLesson, type Experience, NO_EXPERIENCE } from "./spread.ts";

/** What this process has learned from what came of earlier estimates. */
export type GrowingExperience = {
  now(): Experience;
  /** Learns anew when it was some time ago; a chore. */
  renew(): Promise<void>;
};

const RENEWED_EVERY_MS = 10 * 60_000;
/** What lies behind the newest of these is too old to count. */
const MAX_SAMPLES = 50_000;

type Deps = { log: Pick<EtaLogRepo, "newestSamples">; clock: Clock };

export function createExperience({ log, clock }: Deps): GrowingExperience {
  let experience = NO_EXPERIENCE;
  let renewAtMs = Number.NEGATIVE_INFINITY;
  return {
    now: () => experience,

    async renew() {
      const nowMs = clock.now().getTime();
      if (nowMs < renewAtMs) return;
      renewAtMs = nowMs + RENEWED_EVERY_MS;
      const lesson = createLesson();
      for await (const sample of log.newestSamples(MAX_SAMPLES)) lesson.add(sample);
      experience = lesson.learned();
    },
  };
}
