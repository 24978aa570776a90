import type { Eta, LiveEta, OrderView } from "../../../shared/orders/order.schema.ts";
import { useLiveEta } from "../../app/providers.tsx";
import { TimeRange } from "../../ui/time.tsx";
import { clockTime, fullTime } from "../../ui/time-format.ts";
import { newestEta } from "./newest-eta.ts";

/** The estimate of an order as it is now, by what was read and by what is live. */
export const useEta = (order: OrderView): Eta | null => newestEta(order, useLiveEta(order.id));

/** When it comes, or the honest word in the place of a time: the same on every screen. */
export function EtaTime({ eta, className = "" }: { eta: Eta; className?: string }) {
  if (eta.state === "stale")
    return (
      <time dateTime={eta.since} title={fullTime(eta.since)} className={`whitespace-nowrap ${className}`}>
        last heard {clockTime(eta.since)}
      </time>
    );
  if (isAtTheDoor(eta)) return <span className={`text-brand ${className}`}>Arriving now</span>;
  return <TimeRange from={eta.earliest} to={eta.latest} className={className} />;
}

/** He is at the recipient's door, or all but there: a time says no more. At the pickup it still does. */
export const isAtTheDoor = (eta: Eta): boolean => eta.state === "arriving" && eta.nextStop === "delivery";

/** There is a time, and it says something. */
export const isTimed = (eta: Eta): eta is LiveEta => eta.state !== "stale" && !isAtTheDoor(eta);

/** What comes before it, in a few words; null when he is on his way straight there. */
export function etaNote(eta: Eta): string | null {
  if (eta.state === "stale") return "no time that could be promised";
  if (eta.state === "arriving") return eta.nextStop === "pickup" ? "at the pickup now" : null;
  if (eta.stopsBefore > 0)
    return `after ${eta.stopsBefore} other ${eta.stopsBefore === 1 ? "stop" : "stops"}`;
  return eta.nextStop === "pickup" ? "after the pickup" : null;
}
