import type { Eta, OrderView } from "../../../shared/orders/order.schema.ts";
import { useLiveEta } from "../../app/providers.tsx";
import { useAsOf } from "../../app/realtime/as-of.ts";
import { useServerNow } from "../../app/use-server-now.ts";
import { TimeRange } from "../../ui/time.tsx";
import { clockTime, fullTime } from "../../ui/time-format.ts";
import { arrivingAloud, arrivingWords, isAtTheDoor, lateWords } from "./lateness.ts";
import { newestEta } from "./newest-eta.ts";

/** The estimate of an order as it is now, by what was read and by what is live. */
export const useEta = (order: OrderView): Eta | null => newestEta(order, useLiveEta(order.id));

type EtaTimeProps = {
  eta: Eta;
  /** What the recipient was told: whoever is at the door after it is late. */
  toldAt: string | null;
  className?: string;
};

/** When it comes, or the honest word in the place of a time: the same on every screen. */
export function EtaTime({ eta, toldAt, className = "" }: EtaTimeProps) {
  if (eta.state === "stale")
    return (
      <time dateTime={eta.since} title={fullTime(eta.since)} className={`whitespace-nowrap ${className}`}>
        last heard {clockTime(eta.since)}
      </time>
    );
  if (isAtTheDoor(eta)) return <ArrivingNow toldAt={toldAt} className={className} />;
  return <TimeRange from={eta.earliest} to={eta.latest} className={className} />;
}

function ArrivingNow({ toldAt, className }: Omit<EtaTimeProps, "eta">) {
  const now = useServerNow(15_000);
  const asOf = useAsOf();
  // Where he was when last heard of is not where he is.
  if (asOf !== null)
    return <span className={className}>At the door as of {clockTime(new Date(asOf).toISOString())}</span>;
  return <Arriving toldAt={toldAt} nowMs={now} className={className} />;
}

/** That he is there, and by how much late: the minutes for the eye alone, or a live region would read out each of them. */
export function Arriving({ toldAt, nowMs, className }: Omit<EtaTimeProps, "eta"> & { nowMs: number }) {
  const ink = lateWords(toldAt, nowMs) ? "text-attention-ink" : "text-brand";
  return (
    <span className={`${ink} ${className}`}>
      <span aria-hidden>{arrivingWords(toldAt, nowMs)}</span>
      <span className="sr-only">{arrivingAloud(toldAt, nowMs)}</span>
    </span>
  );
}

/** What comes before it, in a few words; null when he is on his way straight there. */
export function etaNote(eta: Eta): string | null {
  if (eta.state === "stale") return "no time that could be promised";
  if (eta.state === "arriving") return eta.nextStop === "pickup" ? "at the pickup now" : null;
  if (eta.stopsBefore > 0)
    return `after ${eta.stopsBefore} other ${eta.stopsBefore === 1 ? "stop" : "stops"}`;
  return eta.nextStop === "pickup" ? "after the pickup" : null;
}
