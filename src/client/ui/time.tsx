import { clockTime, fullTime, shortTime } from "./time-format.ts";
import { useNow } from "./use-now.ts";

/** A moment in the reader's zone: 14:32, with the day when it is not today; the whole date and time on hover. */
export function Time({ at, className }: { at: string; className?: string }) {
  const now = useNow(60_000);
  return (
    <time dateTime={at} title={fullTime(at)} className={`whitespace-nowrap font-mono ${className ?? ""}`}>
      {shortTime(at, now)}
    </time>
  );
}

/** "14:40–14:48": a promise is a range. */
export function TimeRange({ from, to, className }: { from: string; to: string; className?: string }) {
  return (
    <span
      className={`whitespace-nowrap font-mono ${className ?? ""}`}
      title={`${fullTime(from)} to ${fullTime(to)}`}
    >
      {clockTime(from)}–{clockTime(to)}
    </span>
  );
}
