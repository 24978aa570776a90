export type PeriodName = "today" | "week" | "month" | "quarter";

export const PERIODS = [
  { value: "week", label: "Last 7 days", days: 7 },
  { value: "today", label: "Today", days: 1 },
  { value: "month", label: "Last 30 days", days: 30 },
  { value: "quarter", label: "Last 90 days", days: 90 },
] as const satisfies readonly { value: PeriodName; label: string; days: number }[];

/** Whole days of the reader's calendar, today included: `from` inclusive, `to` exclusive. */
export function periodOf(name: PeriodName): { from: string; to: string } {
  const days = PERIODS.find(({ value }) => value === name)?.days ?? 7;
  const to = new Date();
  to.setHours(24, 0, 0, 0);
  const from = new Date(to);
  from.setDate(from.getDate() - days);
  return { from: from.toISOString(), to: to.toISOString() };
}

export const DAYS_OF_WEEK = 7;

/** The seven whole days before one that begins at `dayFrom`; the clocks may change among them. */
export function weekBefore(dayFrom: string): { from: string; to: string } {
  const from = new Date(dayFrom);
  from.setDate(from.getDate() - DAYS_OF_WEEK);
  return { from: from.toISOString(), to: dayFrom };
}

/** The reader's time zone, printed under every report. */
export const timeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
