import type { Clock } from "../../clock/clock.port.ts";
import type { Logger } from "../../logger/logger.ts";
import type { MapBudgetLimits } from "../map-limits.ts";
import type { MapCallKind } from "../maps.port.ts";

/** What all processes have spent, by day; days are like `2026-11-23`. */
export type BudgetBook = {
  /** Spends units unless more than `most` would be spent on that day, and answers what is spent then; null if so. */
  spend(day: string, kind: MapCallKind, units: number, most: number): Promise<number | null>;
  refund(day: string, kind: MapCallKind, units: number): Promise<void>;
  spentOn(day: string): Promise<Partial<Record<MapCallKind, number>>>;
};

export type Budget = {
  /** Spends units of today, and answers how to give them back; null when too few are left. */
  spend(kind: MapCallKind, units: number): Promise<(() => Promise<void>) | null>;
  /** The part of today's budget that is spent, 0 to 1 by kind. */
  used(): Promise<Record<MapCallKind, number>>;
};

/** Whoever passes this part of a budget sets off the alarm. */
const ALARM_SHARE = 0.8;

/** What calls may cost in a day (UTC). Of all processes, the one that passes 80 % says so in the log. */
export function createBudget(deps: {
  book: BudgetBook;
  perDay: MapBudgetLimits;
  clock: Clock;
  logger: Logger;
}): Budget {
  const { book, perDay, clock, logger } = deps;
  /** Kinds of which this process has said that nothing is left, with the day. */
  const exhausted = new Map<MapCallKind, string>();
  const today = () => clock.now().toISOString().slice(0, 10);

  function warnOf(kind: MapCallKind, units: number, spent: number): void {
    const alarmAt = perDay[kind] * ALARM_SHARE;
    if (spent < alarmAt || spent - units >= alarmAt) return;
    logger.warn({ kind, spent, perDay: perDay[kind] }, "Most of today's budget of map calls is spent");
  }

  function stopOf(kind: MapCallKind, day: string): null {
    if (exhausted.get(kind) !== day)
      logger.warn(
        { kind, perDay: perDay[kind] },
        "Today's budget of map calls is spent; the embedded map answers until midnight UTC",
      );
    exhausted.set(kind, day);
    return null;
  }

  return {
    async spend(kind, units) {
      const day = today();
      const spent = await book.spend(day, kind, units, perDay[kind]);
      if (spent === null) return stopOf(kind, day);
      warnOf(kind, units, spent);
      return () => book.refund(day, kind, units);
    },
    async used() {
      const spent = await book.spentOn(today());
      const shares = Object.entries(perDay).map(([kind, most]) => [
        kind,
        most === 0 ? 1 : (spent[kind as MapCallKind] ?? 0) / most,
      ]);
      return Object.fromEntries(shares);
    },
  };
}
