const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short" });
const full = new Intl.DateTimeFormat(undefined, {
  dateStyle: "medium",
  timeStyle: "short",
  hourCycle: "h23",
});

/** "14:32", in the reader's zone. */
export const clockTime = (iso: string): string => clock.format(new Date(iso));

/** "Mon, 4 Mar 2026, 14:32". */
export const fullTime = (iso: string): string => full.format(new Date(iso));

/** "14:32" today, "Mon, 4 Mar 14:32" on another day. */
export function shortTime(iso: string, nowMs: number): string {
  const at = new Date(iso);
  return at.toDateString() === new Date(nowMs).toDateString()
    ? clock.format(at)
    : `${day.format(at)} ${clock.format(at)}`;
}

/** "8 s", "4 min", "2 h", "3 d": how long, in the largest unit that says enough. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 && hours < 4 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return `${Math.floor(hours / 24)} d`;
}

/** "just now", "4 min ago", "in 12 min". */
export function relativeTime(iso: string, nowMs: number): string {
  const ageMs = nowMs - Date.parse(iso);
  if (Math.abs(ageMs) < 5_000) return "just now";
  return ageMs >= 0 ? `${duration(ageMs)} ago` : `in ${duration(-ageMs)}`;
}
