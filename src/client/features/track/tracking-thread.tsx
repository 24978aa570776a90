import type { TrackingView } from "../../../shared/tracking/tracking.schema.ts";
import { beadsOf, type ReachedAt } from "../../ui/thread/beads.ts";
import { Thread } from "../../ui/thread/thread.tsx";
import { ThreadDetail } from "../../ui/thread/thread-detail.tsx";

const reachedAt = ({ thread }: TrackingView): ReachedAt =>
  Object.fromEntries(thread.map(({ status, at }) => [status, at]));

/** Where the parcel is on its thread, at a glance. */
export function TrackingThread({ view }: { view: TrackingView }) {
  return <Thread beads={beadsOf(view.status, reachedAt(view))} size="tracking" />;
}

/** The same with its times. */
export function TrackingTimes({ view }: { view: TrackingView }) {
  return (
    <section aria-label="What happened so far">
      <ThreadDetail beads={beadsOf(view.status, reachedAt(view))} />
    </section>
  );
}
