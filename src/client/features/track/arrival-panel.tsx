import { Check, CircleSlash, Clock, ClockAlert } from "lucide-react";
import { TimeRange } from "../../ui/time.tsx";
import { fullTime } from "../../ui/time-format.ts";
import { type Arrival, asOfWords, spoken } from "./arrival.ts";

type ArrivalPanelProps = {
  arrival: Arrival;
  vendorName: string;
  /** When that was known, epoch milliseconds, if it is not of now; null when it is. */
  asOf: number | null;
};

/** The first thing seen: when. */
export function ArrivalPanel({ arrival, vendorName, asOf }: ArrivalPanelProps) {
  return (
    <section aria-label="Arrival" className="flex flex-col gap-1">
      {asOf === null ? null : (
        <p className="font-medium text-attention-ink text-lg">{asOfWords(asOf)}. It may have changed.</p>
      )}
      <Answer arrival={arrival} vendorName={vendorName} />
      <p role="status" className="sr-only">
        {spoken(arrival)}
      </p>
    </section>
  );
}

function Answer({ arrival, vendorName }: { arrival: Arrival; vendorName: string }) {
  switch (arrival.kind) {
    case "range":
      return <RangeAnswer arrival={arrival} />;
    case "words":
      return (
        <>
          <h1 className={BIG}>{arrival.title}</h1>
          <p className="text-pretty text-ink-soft text-lg">{arrival.detail}</p>
        </>
      );
    case "delivered":
      return (
        <>
          <h1 className={`${BIG} flex items-center gap-3`}>
            <span className="inline-flex size-10 items-center justify-center rounded-full bg-delivered">
              <Check aria-hidden className="size-6 text-surface" strokeWidth={2.25} />
            </span>
            Delivered
          </h1>
          <p className="text-ink-soft text-lg">{fullTime(arrival.at)}</p>
        </>
      );
    default:
      return (
        <>
          <h1 className={`${BIG} flex items-center gap-3`}>
            <CircleSlash aria-hidden className="size-9 text-ink-soft" strokeWidth={1.75} />
            Cancelled
          </h1>
          <p className="text-pretty text-ink-soft text-lg">
            This delivery will not come. {vendorName} can tell you why.
          </p>
        </>
      );
  }
}

const BIG = "font-semibold text-eta tracking-tight";

function RangeAnswer({ arrival }: { arrival: Extract<Arrival, { kind: "range" }> }) {
  const { eta, verdict, isLate, reason } = arrival;
  const Icon = isLate ? ClockAlert : Clock;
  return (
    <>
      <p className="text-ink-soft text-lg">Arrives</p>
      <h1 className="font-medium text-[clamp(2.5rem,12vw,3.25rem)] leading-tight tracking-tight">
        <TimeRange from={eta.earliest} to={eta.latest} className="!font-sans !font-semibold" />
      </h1>
      {verdict ? (
        <p
          className={`mt-1 flex items-center gap-2 font-medium text-lg ${isLate ? "text-attention-ink" : "text-brand"}`}
        >
          <Icon aria-hidden className="size-5" strokeWidth={1.75} />
          {verdict}
        </p>
      ) : null}
      {reason ? <p className="text-pretty text-ink-soft text-lg">{reason}</p> : null}
    </>
  );
}
