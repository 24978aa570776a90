import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Logger } from "../../platform/logger/logger.ts";
import type { Storage } from "../../platform/storage/storage.port.ts";
import type { RedactionRepo } from "./redaction.repo.ts";
import type { RedactOrder } from "./redaction.ts";

/** How long personal data is kept. */
export type Retention = {
  /** How long a tracking link outlives its order. */
  trackingLinkHours: number;
  /** Where drivers were, and when they were on duty. */
  locationDays: number;
  /** What is personal in an order, from its close. */
  orderDays: number;
  /** The audit log, which may not be changed and so expires whole. */
  auditDays: number;
};

/** What would be erased now. */
export type RetentionReport = { orders: number; lastPositions: number; orphanFiles: number };

type Deps = {
  repo: RedactionRepo;
  redactOrder: RedactOrder;
  storage: Storage;
  clock: Clock;
  logger: Logger;
  retention: Retention;
};

const DAY_MS = 86_400_000;
/** Orders in one round of housekeeping; a backlog goes on in the next one. */
const BATCH = 100;
/** When nothing is left to do, this late is soon enough for what is measured in days. */
const REST_MS = 60 * 60_000;
/** A proof's record is written a moment after its file. */
const ORPHAN_AGE_MS = DAY_MS;
const SWEEP_EVERY_MS = DAY_MS;
const FILES_AT_ONCE = 500;

export type RetentionService = ReturnType<typeof createRetentionService>;

/** Erases personal data when its time is over. The database lets positions and sessions expire by itself. */
export function createRetentionService({ repo, redactOrder, storage, clock, logger, retention }: Deps) {
  let restUntil = 0;
  let sweepAt = 0;
  const daysAgo = (days: number) => new Date(clock.now().getTime() - days * DAY_MS);

  async function redactDue(): Promise<{ erased: number; isBacklog: boolean }> {
    const due = await repo.due(daysAgo(retention.orderDays), BATCH);
    let erased = 0;
    for (const orderId of due) if (await redactOrder(orderId)) erased += 1;
    return { erased, isBacklog: due.length === BATCH };
  }

  /** Files without a record, old enough that nobody is about to write it: their upload died in between. */
  async function* orphans(): AsyncGenerator<string> {
    const before = new Date(clock.now().getTime() - ORPHAN_AGE_MS);
    let keys: string[] = [];
    const unknown = async () => {
      const known = await repo.knownFiles(keys);
      return keys.filter(key => !known.has(key));
    };
    for await (const { key, modifiedAt } of storage.list()) {
      if (modifiedAt < before) keys.push(key);
      if (keys.length < FILES_AT_ONCE) continue;
      yield* await unknown();
      keys = [];
    }
    yield* await unknown();
  }

  async function sweep(): Promise<number> {
    let swept = 0;
    for await (const key of orphans()) {
      await storage.remove(key);
      swept += 1;
    }
    return swept;
  }

  return {
    /** One round, for housekeeping: bounded, and nothing at all while there is nothing to do. */
    async keep(): Promise<void> {
      const now = clock.now().getTime();
      if (now < restUntil) return;
      const { erased, isBacklog } = await redactDue();
      const lastPositions = await repo.forgetLastPositions(daysAgo(retention.locationDays));
      const orphanFiles = now >= sweepAt ? await sweep() : 0;
      if (now >= sweepAt) sweepAt = now + SWEEP_EVERY_MS;
      if (!isBacklog) restUntil = now + REST_MS;
      const done: RetentionReport = { orders: erased, lastPositions, orphanFiles };
      if (Object.values(done).some(count => count > 0)) logger.info(done, "Retention erased what was over");
    },

    /** What the next rounds would erase; changes nothing. */
    async report(): Promise<RetentionReport> {
      let orphanFiles = 0;
      for await (const _key of orphans()) orphanFiles += 1;
      return {
        orders: await repo.countDue(daysAgo(retention.orderDays)),
        lastPositions: await repo.countLastPositions(daysAgo(retention.locationDays)),
        orphanFiles,
      };
    },
  };
}
