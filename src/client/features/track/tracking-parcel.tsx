import { useEffect } from "react";
import type { TrackingView } from "../../../shared/tracking/tracking.schema.ts";
import { isCutOff, type Liveness, LiveStrip, STALE_AFTER_MS } from "../../ui/live-strip.tsx";
import { Logo } from "../../ui/logo.tsx";
import { useNow } from "../../ui/use-now.ts";
import { arrivalOf, titleOf } from "./arrival.ts";
import { ArrivalPanel } from "./arrival-panel.tsx";
import { CourierLine } from "./courier-line.tsx";
import type { Stranger } from "./stranger.ts";
import { TrackingMap } from "./tracking-map.tsx";
import { TrackingThread, TrackingTimes } from "./tracking-thread.tsx";

type TrackingParcelProps = {
  stranger: Pick<Stranger, "medex" | "clock">;
  view: TrackingView;
  liveness: Liveness;
};

/** The page of a parcel: the time, the thread, who brings it, the map while there is something to see on it. */
export function TrackingParcel({ stranger: { medex, clock }, view, liveness }: TrackingParcelProps) {
  const now = useNow(5_000);
  const offsetMs = clock.offsetMs();
  const isOpen = view.status !== "delivered" && view.status !== "cancelled";
  // What was heard long ago is judged by then: what has happened since, nobody here knows.
  const heardAt = isOpen ? heardLongAgo(liveness, now) : null;
  const asOf = heardAt === null ? null : heardAt + offsetMs;
  const arrival = arrivalOf(view, asOf ?? now + offsetMs);
  const title = titleOf(arrival, asOf, view.vendorName);
  // The answer in the tab too, for whoever waits while doing something else.
  useEffect(() => {
    document.title = title;
  }, [title]);
  const { position } = view;
  return (
    <main
      className={`mx-auto grid min-h-full w-full content-start gap-y-7 py-5 ${position ? WITH_MAP : "max-w-112 lg:pt-14"}`}
    >
      <div className="flex min-w-0 flex-col gap-7 px-5 lg:px-8">
        <header className="flex items-center gap-3">
          <Logo />
          <div className="min-w-0 flex-1">
            <p className="truncate font-semibold text-lg">{view.vendorName}</p>
            <p className="truncate text-ink-soft">to {view.deliveryStreet}</p>
          </div>
        </header>
        <div className="flex flex-col gap-2">
          <ArrivalPanel arrival={arrival} vendorName={view.vendorName} asOf={asOf} />
          {isOpen ? <LiveStrip {...liveness} /> : null}
        </div>
        <TrackingThread view={view} />
      </div>
      {position ? (
        <div className="h-72 border-y lg:sticky lg:top-0 lg:col-start-2 lg:row-span-2 lg:row-start-1 lg:-my-8 lg:h-dvh lg:border-y-0 lg:border-l">
          <TrackingMap
            medex={medex}
            view={view}
            position={position}
            nowMs={now + offsetMs}
            isCutOff={isCutOff(liveness, now)}
          />
        </div>
      ) : null}
      <div className="flex min-w-0 flex-col gap-7 px-5 lg:px-8">
        <CourierLine view={view} />
        <TrackingTimes view={view} />
        <footer className="border-t pt-4 text-ink-soft text-sm">
          <span className="font-mono">{view.orderNumber}</span>. Whoever has this link sees this page; it ends
          some time after delivery.
        </footer>
      </div>
    </main>
  );
}

const heardLongAgo = ({ lastHeardAt }: Liveness, nowMs: number): number | null =>
  lastHeardAt !== null && nowMs - lastHeardAt > STALE_AFTER_MS ? lastHeardAt : null;

/** One map for both: between the parts on a phone, beside them on a desk. */
const WITH_MAP = "max-w-112 lg:max-w-none lg:grid-cols-[28rem_minmax(0,1fr)] lg:grid-rows-[auto_1fr] lg:py-8";
