import type { SubjectKind } from "../../../shared/admin/admin.schema.ts";
import type { Actor, Call } from "../../../shared/auth/actor.ts";
import { DomainError } from "../../../shared/errors.ts";
import type { OrderId } from "../../../shared/ids.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Timers } from "../../platform/timers/timers.port.ts";
import { type AuditRecord, by } from "./audit-record.ts";

/** Somebody who looks often, as a board does that asks again, reads once in this time. */
const WINDOW_MS = 10 * 60_000;
/** Whoever waits for the log longer is refused; what hangs is given up by MongoDB's driver. */
const WRITTEN_WITHIN_MS = 10_000;
/** Some 10 MB. What is forgotten too early is written twice, which is no loss. */
const MOST_REMEMBERED = 50_000;
/** Ids in one entry. */
const MOST_NAMED = 100;

export type ReadAction = `read.${string}`;
type Read = { action: ReadAction; kind: SubjectKind; subjects: readonly string[] };
type Deps = { write: Write; clock: Clock; timers: Timers };
type Write = (record: AuditRecord) => Promise<void>;
/** When a read was written, and the write itself: who reads the same while it is under way waits for it too. */
type Known = { at: number; write: Promise<unknown> };

/** Who read personal data of whom. What the answer said is not kept: the log would be a second place to protect. */
export function createReadLog({ write, clock, timers }: Deps) {
  const known = new Map<string, Known>();

  /** Resolves when every one of the reads is durable. Errors: AUDIT_UNAVAILABLE. */
  async function keep(
    who: string,
    { subjects, ...read }: Read,
    writeAll: (fresh: string[]) => Promise<unknown>,
  ) {
    const now = clock.now().getTime();
    const keyOf = (subject: string) => `${who} ${read.action} ${subject}`;
    const fresh = subjects.filter(subject => !isFresh(known.get(keyOf(subject)), now));
    if (fresh.length > 0) remember(fresh.map(keyOf), { at: now, write: writeAll(fresh) });
    const writes = new Set(subjects.map(subject => known.get(keyOf(subject))?.write));
    try {
      await inTime(Promise.all(writes));
    } catch (cause) {
      for (const subject of subjects) known.delete(keyOf(subject));
      throw Object.assign(new DomainError("AUDIT_UNAVAILABLE"), { cause });
    }
  }

  async function inTime(writes: Promise<unknown>): Promise<void> {
    const late = Promise.withResolvers<never>();
    const cancel = timers.after(WRITTEN_WITHIN_MS, () => late.reject(new Error("The log does not answer")));
    await Promise.race([writes, late.promise]).finally(cancel);
  }

  function remember(keys: readonly string[], entry: Known): void {
    for (const key of keys) {
      // Deleted first, so that the Map's order is that of the last writing.
      known.delete(key);
      known.set(key, entry);
    }
    for (const oldest of known.keys()) {
      if (known.size <= MOST_REMEMBERED) break;
      known.delete(oldest);
    }
  }

  return {
    /** Writes who has read whose data, unless it is his own. Errors: AUDIT_UNAVAILABLE. */
    async read(actor: Actor, { action, kind, subjects }: Read): Promise<void> {
      const foreign = subjects.filter(subject => !isOwn(actor, kind, subject));
      if (foreign.length === 0) return;
      await keep(actor.sessionId, { action, kind, subjects: foreign }, fresh =>
        Promise.all(
          chunks(fresh).map(subject =>
            write({ ...by(actor), action, subjectKind: kind, subject: onlyOne(subject) }),
          ),
        ),
      );
    },

    /** Writes that somebody followed an order by its link; nobody knows more of him than his address. */
    async linkOpened(orderId: OrderId, call: Call): Promise<void> {
      const read = { action: "read.tracking.link", kind: "order", subjects: [orderId] } as const;
      const actor = { id: null, role: "link", name: "Tracking link" } as const;
      await keep(call.ip, read, () =>
        write({ actor, call, action: read.action, subjectKind: read.kind, subject: orderId }),
      );
    },
  };
}

const isFresh = (entry: Known | undefined, now: number): boolean =>
  entry !== undefined && now - entry.at < WINDOW_MS;

/** What is about the reader himself. A customer sees no orders but those he made. */
function isOwn({ role, userId, driverId }: Actor, kind: SubjectKind, subject: string): boolean {
  if (kind === "order") return role === "user";
  return (kind === "user" && subject === userId) || (kind === "driver" && subject === driverId);
}

const onlyOne = (ids: readonly string[]): string | readonly string[] => {
  const [first, ...others] = ids;
  return first !== undefined && others.length === 0 ? first : ids;
};

const chunks = (subjects: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(subjects.length / MOST_NAMED) }, (_, n) =>
    subjects.slice(n * MOST_NAMED, (n + 1) * MOST_NAMED),
  );
