import { fullTime, relativeTime } from "../ui/time-format.ts";
import { useServerNow } from "./use-server-now.ts";

/** "4 min ago", of a moment that the server has dated; the whole date and time on hover. */
export function Age({ at }: { at: string }) {
  const now = useServerNow(5_000);
  return (
    <time dateTime={at} title={fullTime(at)} className="whitespace-nowrap">
      {relativeTime(at, now)}
    </time>
  );
}
