import type { Clock } from "../../clock/clock.port.ts";

export type KeptAnswers<Answer> = {
  get(key: string): Answer | undefined;
  set(key: string, answer: Answer): void;
};

/** At most `most` answers, each for `keptMs`; the one that was not asked for longest makes room. */
export function createKeptAnswers<Answer>(deps: {
  most: number;
  keptMs: number;
  clock: Clock;
}): KeptAnswers<Answer> {
  const { most, keptMs, clock } = deps;
  const entries = new Map<string, { answer: Answer; keptAt: number }>();

  return {
    get(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      entries.delete(key);
      // Also too old is what a clock that was turned back has yet to reach.
      const ageMs = clock.now().getTime() - entry.keptAt;
      if (ageMs < 0 || ageMs >= keptMs) return undefined;
      // A Map keeps the order in which keys came: asked for last is last to go.
      entries.set(key, entry);
      return entry.answer;
    },
    set(key, answer) {
      if (keptMs <= 0) return;
      entries.delete(key);
      entries.set(key, { answer, keptAt: clock.now().getTime() });
      const [oldest] = entries.keys();
      if (entries.size > most && oldest !== undefined) entries.delete(oldest);
    },
  };
}
