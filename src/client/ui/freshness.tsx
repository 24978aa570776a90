import { CloudOff } from "lucide-react";
import { fullTime, relativeTime } from "./time-format.ts";
import { useNow } from "./use-now.ts";

/** How old the figures are; says so plainly when they could not be read again. */
export function Freshness({ query }: { query: { dataUpdatedAt: number; isError: boolean } }) {
  const now = useNow(5_000);
  if (query.dataUpdatedAt === 0) return null;
  const readAt = new Date(query.dataUpdatedAt).toISOString();
  return (
    <p className={`flex items-center gap-1.5 text-xs ${query.isError ? "text-danger" : "text-ink-soft"}`}>
      {query.isError ? <CloudOff aria-hidden className="size-3.5" strokeWidth={1.75} /> : null}
      <span>
        {/* The age stays out of what is read aloud: it changes every few seconds. */}
        {query.isError ? <span role="alert">Could not be read again.</span> : null}
        {query.isError ? " From " : "Read "}
        <time dateTime={readAt} title={fullTime(readAt)} className="whitespace-nowrap">
          {relativeTime(readAt, now)}
        </time>
      </span>
    </p>
  );
}
