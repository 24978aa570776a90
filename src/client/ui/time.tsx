import { clockTime, fullTime, relativeTime, shortTime } from "./time-format.ts";
import { useNow } from "./use-now.ts";

type TimeProps = {
  at: string;
  /** `clock`: 14:32, with the day when it is not today. `relative`: 4 min ago. */
  as?: "clock" | "relative";
  className?: string;
};

/** A moment in the reader's zone, 24 hours; the whole date and time on hover. */
export function Time({ at, as = "clock", className }: TimeProps) {
  const now = useNow(as === "relative" ? 5_000 : 60_000);
  return (
    <time
      dateTime={at}
      title={fullTime(at)}
      className={`whitespace-nowrap ${as === "clock" ? "font-mono" : ""} ${className ?? ""}`}
    >
      {as === "clock" ? shortTime(at, now) : relativeTime(at, now)}
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
