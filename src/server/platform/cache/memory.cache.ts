import type { Clock } from "../clock/clock.port.ts";
import type { Cache, Kept, Opened } from "./cache.port.ts";

/** Bounds the memory: whoever opens more subjects than this closes the oldest ones. */
const MAX_SUBJECTS = 2_000;

type Subject = Opened & { kept: Map<string, { stamp: number; value: string }>; endsAt: number };

/** Keeps in this process's memory, without a timer; several "processes" of a test may share one. */
export function createMemoryCache(clock: Clock): Cache {
  const subjects = new Map<string, Subject>();
  let tickets = 0;

  function find(name: string): Subject | undefined {
    const subject = subjects.get(name);
    return subject && subject.endsAt > clock.now().getTime() ? subject : undefined;
  }

  function open(name: string, lifeMs: number): Subject {
    tickets += 1;
    const endsAt = clock.now().getTime() + lifeMs;
    const subject: Subject = { ticket: String(tickets), kept: new Map(), endsAt };
    subjects.delete(name);
    subjects.set(name, subject);
    const [oldest] = subjects.keys();
    if (subjects.size > MAX_SUBJECTS && oldest !== undefined) subjects.delete(oldest);
    return subject;
  }

  function add(subject: Subject | undefined, kept: readonly Kept[]): void {
    for (const { name, stamp, value } of kept) {
      const known = subject?.kept.get(name);
      if (!known || known.stamp < stamp) subject?.kept.set(name, { stamp, value });
    }
  }

  return {
    open: async (name, lifeMs) => find(name) ?? open(name, lifeMs),
    async put(name, ticket, kept) {
      const subject = find(name);
      if (subject?.ticket !== ticket) return false;
      add(subject, kept);
      return true;
    },
    learn: (name, kept) => add(find(name), kept),
    async drop(name) {
      subjects.delete(name);
      return true;
    },
  };
}
