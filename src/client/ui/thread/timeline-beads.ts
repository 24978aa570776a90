import type { TimelineEntry } from "../../../shared/orders/order.schema.ts";
import { type Bead, bead, HAPPY_PATH } from "./beads.ts";
import { describeEntry } from "./timeline-words.ts";

/** The beads of a timeline as it was recorded, followed by what is still to come. */
export function beadsOfTimeline(entries: readonly TimelineEntry[]): Bead[] {
  const last = entries.at(-1);
  if (!last) return [];
  const told = entries.map((entry, index): Bead => {
    const before = entries[index - 1];
    const isMinor = before?.status === entry.status;
    return {
      key: String(entry.seq),
      ...describeEntry(entry),
      status: entry.status,
      shape: entry.status === "cancelled" ? "failed" : "done",
      minor: isMinor,
      at: entry.at,
    };
  });
  const isOpen = last.status !== "delivered" && last.status !== "cancelled";
  const current = told.findLast(({ minor }) => !minor);
  if (isOpen && current) current.shape = "current";
  const ahead = isOpen ? HAPPY_PATH.slice(HAPPY_PATH.indexOf(last.status) + 1) : [];
  return [...told, ...ahead.map(step => bead(step, "future", {}))];
}
