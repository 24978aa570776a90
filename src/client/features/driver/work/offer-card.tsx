import { distanceMeters } from "../../../../shared/geo.ts";
import { useServerNow } from "../../../app/use-server-now.ts";
import { Button } from "../../../ui/button.tsx";
import { Money } from "../../../ui/money.tsx";
import { ActionBar } from "../parts/action-bar.tsx";
import { distanceText } from "../parts/distance-text.ts";
import { HANDLING } from "../parts/handling.tsx";
import { specialHandling } from "../parts/item-list.tsx";
import { PlaceSign } from "../parts/place-sign.tsx";
import { countdownSpoken, countdownText, remainingMs } from "../phone/countdown.ts";
import type { Offer } from "./stops.ts";
import { usePhone, useTracker } from "./use-driver-phone.ts";

type OfferCardProps = {
  offer: Offer;
  /** How many more wait behind it. */
  others: number;
  /** Back to the work in hand, without answering yet. */
  onLater?: () => void;
};

/** One offer, whole: what it pays, how far it is, how long it stands; accept or decline. */
export function OfferCard({ offer, others, onLater }: OfferCardProps) {
  const { perform } = usePhone();
  const { here } = useTracker();
  const { order, answer } = offer;
  const left = useLeftMs(offer);
  const isOver = left === 0;
  const special = specialHandling(order.items);
  const count = order.items.reduce((sum, { quantity }) => sum + quantity, 0);
  const reply = (kind: "acceptAssignment" | "declineAssignment") =>
    void perform(order, { kind, assignmentId: offer.id });

  return (
    <>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-6">
        <article className="mx-auto w-full max-w-120 overflow-hidden rounded-card border border-hairline bg-surface">
          <Fuse offer={offer} leftMs={left} />
          <div className="flex flex-col gap-5 p-5">
            <header className="flex items-baseline justify-between gap-3">
              <h1 className="font-semibold text-lg">
                New offer
                {others > 0 ? <span className="font-normal text-ink-soft">, {others} more</span> : null}
              </h1>
              <p role="timer" aria-label={`${countdownSpoken(left)} left`} className="font-mono text-xl">
                {isOver ? "0:00" : countdownText(left)}
              </p>
            </header>
            <div>
              <p className="font-semibold text-eta">
                <Money cents={order.deliveryFeeCents} currency={order.currency} />
              </p>
              <p className="text-ink-soft text-lg">
                {distanceText(order.estimatedDistanceKm)} to deliver
                {here ? `, pickup ${distanceText(distanceMeters(here, order.pickup) / 1000)} from you` : null}
              </p>
            </div>
            <ol className="flex flex-col gap-5">
              <Leg
                kind="pickup"
                initial={order.vendorName.charAt(0)}
                who={order.vendorName}
                where={order.pickup.address}
              />
              <Leg kind="delivery" who={order.customerName} where={order.delivery.address} />
            </ol>
            <div className="flex flex-col gap-2 border-t pt-4">
              {special.map(handling => {
                const { label, icon: Icon } = HANDLING[handling];
                return (
                  <p key={handling} className="flex items-center gap-3 font-medium">
                    <Icon aria-hidden className="size-5" strokeWidth={1.75} />
                    {label}
                  </p>
                );
              })}
              <p className="text-ink-soft">
                {count === 1 ? "1 item" : `${count} items`},{" "}
                <span className="font-mono">{order.orderNumber}</span>
              </p>
            </div>
          </div>
        </article>
        {onLater ? (
          <div className="mt-3 flex justify-center">
            <Button tone="bare" size="large" className="text-lg" onClick={onLater}>
              Answer later
            </Button>
          </div>
        ) : null}
      </div>
      <ActionBar>
        {answer ? (
          <p role="status" className="flex h-14 items-center justify-center font-medium text-lg">
            {answer === "acceptAssignment" ? "Accepting: waiting for MedEx to confirm" : "Declining"}
          </p>
        ) : isOver ? (
          <p
            role="status"
            className="flex h-14 items-center justify-center text-center text-ink-soft text-lg"
          >
            The time for this offer is over.
          </p>
        ) : (
          <>
            {order.can.includes("acceptAssignment") ? (
              <Button tone="primary" size="thumb" onClick={() => reply("acceptAssignment")}>
                Accept
              </Button>
            ) : null}
            {order.can.includes("declineAssignment") ? (
              <Button
                tone="bare"
                size="large"
                className="h-12 text-lg"
                onClick={() => reply("declineAssignment")}
              >
                Decline
              </Button>
            ) : null}
          </>
        )}
      </ActionBar>
    </>
  );
}

/** Milliseconds left by the server's clock, told each second. */
export function useLeftMs(offer: Offer): number {
  return remainingMs(offer, useServerNow(1_000));
}

/** A line that burns down with the time that is left. */
function Fuse({ offer, leftMs }: { offer: Offer; leftMs: number }) {
  const totalMs = Math.max(1, Date.parse(offer.expiresAt) - Date.parse(offer.assignedAt));
  const share = Math.min(1, leftMs / totalMs);
  return (
    <div aria-hidden className="h-1.5 bg-sunken">
      <div
        className={`h-full origin-left transition-transform duration-1000 ease-linear ${leftMs < 30_000 ? "bg-danger" : "bg-brand"}`}
        style={{ transform: `scaleX(${share})` }}
      />
    </div>
  );
}

type LegProps = { kind: "pickup" | "delivery"; initial?: string; who: string; where: string };

function Leg({ kind, initial, who, where }: LegProps) {
  return (
    <li className="relative flex gap-3.5">
      {kind === "pickup" ? (
        <span aria-hidden className="absolute top-7 -bottom-5 left-3.25 w-0.5 bg-hairline-strong" />
      ) : null}
      <PlaceSign kind={kind} initial={initial} />
      <div className="min-w-0">
        <p className="font-medium text-lg">{who}</p>
        <p className="text-lg text-ink-soft">{where}</p>
      </div>
    </li>
  );
}
