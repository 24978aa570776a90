import type { Quote } from "../../../../shared/orders/order.schema.ts";
import { ErrorLine } from "../../../ui/error-state.tsx";
import { Money } from "../../../ui/money.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";
import { distanceInKm, durationInMinutes } from "./quote-words.ts";

type QuoteCardProps = {
  quote: Quote | undefined;
  isAsking: boolean;
  error: unknown;
  senderName?: string | undefined;
};

/** What the delivery would cost, how far it is and how long it takes; says when that is an estimate. */
export function QuoteCard({ quote, isAsking, error, senderName }: QuoteCardProps) {
  return (
    <section aria-label="Price and time" aria-busy={isAsking} className="flex flex-col gap-3">
      <div aria-live="polite" className={isAsking && quote ? "opacity-60 transition-opacity" : ""}>
        {quote ? (
          <Figures quote={quote} />
        ) : isAsking ? (
          <div className="flex flex-col gap-3">
            <Skeleton className="h-8 w-28" />
            <Skeleton className="h-4 w-44" />
          </div>
        ) : (
          <p className="text-ink-soft text-sm">
            The price, the distance and the time appear here once the address is known.
          </p>
        )}
      </div>
      {senderName && quote ? (
        <p className="border-t pt-3 text-ink-soft text-sm">
          From {senderName}, {quote.pickup.address}
        </p>
      ) : null}
      {isAsking ? null : <ErrorLine error={error} />}
    </section>
  );
}

function Figures({ quote }: { quote: Quote }) {
  const { feeCents, currency, distanceKm, durationMinutes, approximate } = quote;
  return (
    <>
      <p className="font-semibold text-xl">
        <Money cents={feeCents} currency={currency} />
      </p>
      <p className="mt-0.5">
        {approximate ? "about " : ""}
        {distanceInKm(distanceKm)}
        <span className="text-ink-soft"> · </span>
        {approximate ? "about " : ""}
        {durationInMinutes(durationMinutes)} on the road
      </p>
      {approximate ? (
        <p className="mt-1 text-ink-soft text-sm">
          Approximate: from the straight distance, not along streets.
        </p>
      ) : null}
    </>
  );
}
