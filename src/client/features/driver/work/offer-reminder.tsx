import { BellRing } from "lucide-react";
import { countdownText } from "../phone/countdown.ts";
import { useLeftMs } from "./offer-card.tsx";
import type { Offer } from "./stops.ts";

/** Offers that the driver has put aside for a moment; their time runs on. */
export function OfferReminder({ offers, onOpen }: { offers: readonly Offer[]; onOpen: () => void }) {
  const first = offers[0];
  if (!first) return null;
  return (
    <button
      type="button"
      onClick={onOpen}
      className="flex min-h-12 items-center gap-3 rounded-card border-2 border-brand bg-brand-wash px-4 font-semibold text-brand text-lg"
    >
      <BellRing aria-hidden className="size-5" strokeWidth={1.75} />
      {offers.length === 1 ? "1 offer to answer" : `${offers.length} offers to answer`}
      <span className="flex-1" />
      <Left offer={first} />
    </button>
  );
}

function Left({ offer }: { offer: Offer }) {
  return <span className="font-mono">{countdownText(useLeftMs(offer))}</span>;
}
