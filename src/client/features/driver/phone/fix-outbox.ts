import { problemOf } from "../../../../sdk/problem.ts";
import { askedToWaitMs } from "../../../../sdk/retry.ts";
import type { LocationPoint, ReportLocationAnswer } from "../../../../shared/drivers/driver.schema.ts";
import type { FixQuality } from "../../../../shared/drivers/fix-quality.ts";
import type { Fix } from "./sampling.ts";

export type StoredFix = { key: number; fix: Fix };

export type FixStore = {
  /** Keeps a fix; beyond the bound the oldest go. */
  keep(fix: Fix): Promise<void>;
  /** The oldest ones first. */
  oldest(limit: number): Promise<StoredFix[]>;
  drop(keys: readonly number[]): Promise<void>;
};

type Deps = {
  store: FixStore;
  report: (points: LocationPoint[]) => Promise<ReportLocationAnswer>;
  /** How far this device's clock is from the server's, in milliseconds. */
  clockOffsetMs: () => number;
  later: (work: () => void, ms: number) => () => void;
  retryDelayMs: (attempt: number) => number;
  /** The newest fix of a batch that the server has taken, and what it thinks of it; null off duty. */
  onSent: (fix: Fix, quality: FixQuality | null) => void;
};

/** `drivers.reportLocation` takes a hundred at once. */
const BATCH = 100;
/** Device time is what happened; only a clock that is plainly wrong is set right, or the server would refuse the fix. */
const TOLERATED_OFFSET_MS = 60_000;
/** The server will not like these points better the next time. */
const REFUSED = new Set(["INVALID_INPUT", "OUTSIDE_SERVICE_AREA"]);

/** Positions on their way to the server: kept on the phone first, sent in batches, in order, with device timestamps. */
export function createFixOutbox({ store, report, clockOffsetMs, later, retryDelayMs, onSent }: Deps) {
  let round: Promise<void> | null = null;
  let again = false;
  let attempt = 0;
  let cancelRetry: (() => void) | null = null;
  /** The service has asked to be left alone. */
  let isHeldUp = false;
  let isStopped = false;

  async function sendAll(): Promise<void> {
    while (!isStopped) {
      const batch = await store.oldest(BATCH);
      if (batch.length === 0) return;
      await send(batch);
      attempt = 0;
    }
  }

  /** One bad point must not hold up the others: a refused batch is halved until it is found, and dropped. */
  async function send(batch: readonly StoredFix[]): Promise<void> {
    let quality: FixQuality | null;
    try {
      const offsetMs = clockOffsetMs();
      const correctionMs = Math.abs(offsetMs) > TOLERATED_OFFSET_MS ? offsetMs : 0;
      ({ quality } = await report(batch.map(({ fix }) => toPoint(fix, correctionMs))));
    } catch (error) {
      if (!REFUSED.has(problemOf(error).code)) throw error;
      if (batch.length > 1) {
        const middle = batch.length >> 1;
        await send(batch.slice(0, middle));
        return send(batch.slice(middle));
      }
      return store.drop(batch.map(({ key }) => key));
    }
    await store.drop(batch.map(({ key }) => key));
    const newest = batch.at(-1);
    if (newest) onSent(newest.fix, quality);
  }

  function goOn(): void {
    isHeldUp = false;
    kick();
  }

  function kick(): void {
    if (isStopped || isHeldUp) return;
    if (round) {
      again = true;
      return;
    }
    cancelRetry?.();
    round = sendAll()
      .catch((error: unknown) => {
        const waitMs = askedToWaitMs(problemOf(error));
        isHeldUp = waitMs > 0;
        cancelRetry = later(goOn, waitMs + retryDelayMs(attempt));
        attempt += 1;
      })
      .finally(() => {
        round = null;
        if (!again) return;
        again = false;
        if (attempt === 0) kick();
      });
  }

  return {
    add: async (fix: Fix): Promise<void> => {
      await store.keep(fix);
      kick();
    },
    kick,
    settled: async (): Promise<void> => {
      while (round) await round;
    },
    stop: () => {
      isStopped = true;
      cancelRetry?.();
    },
  };
}

/** Browsers tell m/s, the contract wants km/h; what the phone does not know is left out. */
const toPoint = ({ latitude, longitude, timestampMs, ...fix }: Fix, correctionMs: number): LocationPoint => ({
  latitude,
  longitude,
  timestamp: new Date(timestampMs + correctionMs).toISOString(),
  accuracy: Math.round(fix.accuracyMeters),
  ...(fix.speedMps === null ? {} : { speed: Math.min(400, Math.round(fix.speedMps * 36) / 10) }),
  ...(fix.headingDegrees === null ? {} : { heading: Math.round(fix.headingDegrees) }),
});
