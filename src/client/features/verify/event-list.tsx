import type { CustodyEvent } from "../../../shared/custody/custody.schema.ts";
import { DONE } from "../../ui/thread/timeline-words.ts";
import { Time } from "../../ui/time.tsx";

const ROLE = {
  user: "the customer",
  vendor: "the vendor",
  driver: "the driver",
  admin: "an administrator",
  system: "MedEx",
} as const satisfies Record<CustodyEvent["record"]["actorRole"], string>;

/** What the file says happened; the event at which the chain breaks is marked, and nothing after it is vouched for. */
export function EventList({
  events,
  brokenAt,
}: {
  events: readonly CustodyEvent[];
  brokenAt: number | null;
}) {
  return (
    <ol aria-label="Events" className="flex flex-col">
      {events.map(({ record, opened, hash }, index) => {
        const isVouched = brokenAt === null || record.seq < brokenAt;
        const isBreak = record.seq === brokenAt;
        return (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a broken file may hold an event twice
            key={`${index} ${hash}`}
            className={`flex items-baseline gap-3 border-hairline border-b py-2.5 ${isVouched ? "" : "text-ink-soft"}`}
          >
            <span className="w-6 text-right font-mono text-ink-soft">{record.seq}</span>
            <span className="flex-1">
              {DONE[record.action]}
              <span className="text-ink-soft"> by {opened.actor?.value.name ?? ROLE[record.actorRole]}</span>
              {isBreak ? <strong className="ml-2 text-danger">the chain breaks here</strong> : null}
            </span>
            <Time at={record.recordedAt} className="text-sm" />
          </li>
        );
      })}
    </ol>
  );
}
