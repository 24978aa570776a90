import { CLOSED } from "../../../shared/orders/order.machine.ts";
import type { OrderView } from "../../../shared/orders/order.schema.ts";
import { beadsOf } from "../../ui/thread/beads.ts";
import { Thread } from "../../ui/thread/thread.tsx";
import { Time } from "../../ui/time.tsx";
import { EtaTime } from "../orders/eta-time.tsx";
import { isTimed } from "../orders/lateness.ts";
import { beadsOfOrder } from "../orders/order-beads.ts";
import { type Arrival, situationOf } from "./arrival.ts";
import { useArrival } from "./use-arrival.ts";

/** When it comes, large; what is going on; and the thread. */
export function ArrivalHero({ order }: { order: OrderView }) {
  const { arrival, asOf } = useArrival(order);
  const beads = order.status === "cancelled" ? beadsOfOrder(order) : beadsOf(order.status);
  return (
    <section aria-label="Arrival">
      {asOf === null || CLOSED.includes(order.status) ? null : (
        <p className="mb-2 font-medium text-attention-ink text-sm">
          As of <Time at={new Date(asOf).toISOString()} />. It may have changed.
        </p>
      )}
      <div aria-live="polite" aria-atomic>
        <Headline arrival={arrival} />
      </div>
      <p className="mt-1.5 text-ink-soft">{situationOf(order)}</p>
      <div className="mt-6">
        <Thread size="tracking" beads={beads} />
      </div>
    </section>
  );
}

const LARGE = "block font-medium text-eta leading-none tracking-tight";

function Headline({ arrival }: { arrival: Arrival | null }) {
  if (!arrival) return <p className={LARGE}>No time yet</p>;
  switch (arrival.kind) {
    case "expected":
      return (
        <p>
          {isTimed(arrival.eta) ? <span className="mb-1 block text-ink-soft text-sm">Arrives</span> : null}
          <EtaTime eta={arrival.eta} toldAt={arrival.toldAt} className={LARGE} />
          {arrival.verdict?.isLate ? (
            <span className="mt-2 block font-medium text-attention-ink text-sm">
              {arrival.verdict.words}.{arrival.verdict.isOverdue ? " The sender sees it too." : ""}
            </span>
          ) : null}
          {arrival.note ? <span className="mt-2 block text-ink-soft text-sm">{arrival.note}</span> : null}
        </p>
      );
    case "silent":
      return (
        <p>
          <span className={LARGE}>No time now</span>
          <span className="mt-2 block text-ink-soft text-sm">
            The driver's phone was last heard of at <Time at={arrival.since} />, so there is no time that
            could be promised. The sender sees it too.
          </span>
        </p>
      );
    case "estimated":
      return (
        <p>
          <span className="mb-1 block text-ink-soft text-sm">Expected by about</span>
          <Time at={arrival.by} className={LARGE} />
        </p>
      );
    case "delivered":
      return (
        <p>
          <span className="mb-1 block text-delivered text-sm">Delivered</span>
          <Time at={arrival.at} className={LARGE} />
        </p>
      );
    case "cancelled":
      return (
        <p>
          <span className="mb-1 block text-ink-soft text-sm">Cancelled</span>
          <Time at={arrival.at} className={LARGE} />
        </p>
      );
  }
}
