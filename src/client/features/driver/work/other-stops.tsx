import { ArrowUp } from "lucide-react";
import { PlaceSign } from "../parts/place-sign.tsx";
import type { Stop } from "./stops.ts";

type OtherStopsProps = { stops: readonly Stop[]; onChoose: (stop: Stop) => void };

/** What comes after, in order; any of them can be taken first. */
export function OtherStops({ stops, onChoose }: OtherStopsProps) {
  if (stops.length === 0) return null;
  return (
    <section aria-label="After that">
      <h2 className="px-1 pb-2 font-medium text-ink-soft text-lg">After that</h2>
      <ul className="divide-y divide-hairline overflow-hidden rounded-card border border-hairline bg-surface">
        {stops.map(stop => (
          <li key={stop.order.id}>
            <button
              type="button"
              onClick={() => onChoose(stop)}
              className="flex min-h-16 w-full items-center gap-3.5 px-4 py-2.5 text-left hover:bg-ink/4"
            >
              <PlaceSign kind={stop.kind} initial={stop.order.vendorName.charAt(0)} />
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium text-lg">{stop.who}</span>
                <span className="block truncate text-ink-soft">{stop.place.address}</span>
              </span>
              <ArrowUp aria-hidden className="size-5 shrink-0 text-ink-soft" strokeWidth={1.75} />
              <span className="sr-only">Do this first</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
