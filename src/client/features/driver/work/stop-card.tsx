import { MessageSquareText, Navigation, Phone } from "lucide-react";
import { useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { beadsOf } from "../../../ui/thread/beads.ts";
import { Thread } from "../../../ui/thread/thread.tsx";
import { TimeRange } from "../../../ui/time.tsx";
import { ItemList } from "../parts/item-list.tsx";
import { PlaceSign } from "../parts/place-sign.tsx";
import { NavigateSheet } from "./navigate-sheet.tsx";
import type { Stop } from "./stops.ts";

type StopCardProps = { stop: Stop; progress: { current: number; total: number } };

/** One stop, one card: who, where, what to know, how to get there, what it is about. */
export function StopCard({ stop, progress }: StopCardProps) {
  const { kind, order, place, who, phone } = stop;
  const [isNavigating, setIsNavigating] = useState(false);
  return (
    <article
      className="overflow-hidden rounded-card border border-hairline bg-surface"
      aria-labelledby="stop-who"
    >
      <div className="flex flex-col gap-4 p-5">
        <header className="flex items-center gap-3">
          <PlaceSign kind={kind} initial={order.vendorName.charAt(0)} />
          <p className="font-medium text-lg">
            {kind === "pickup" ? "Pick up" : "Deliver"}{" "}
            <span className="font-normal text-ink-soft">
              · stop {progress.current} of {progress.total}
            </span>
          </p>
        </header>
        <div>
          <h1 id="stop-who" className="break-words font-semibold text-[1.75rem] leading-9">
            {who}
          </h1>
          <p className="mt-0.5 break-words text-xl">{place.address}</p>
          {kind === "delivery" && order.eta?.state === "on_the_way" ? (
            <p className="mt-1.5 text-ink-soft text-lg">
              Expected{" "}
              <TimeRange from={order.eta.earliest} to={order.eta.latest} className="font-medium text-ink" />
            </p>
          ) : null}
        </div>
        {order.notes ? <StopNote kind={kind} text={order.notes} /> : null}
        <div className="grid grid-cols-2 gap-3">
          {phone ? (
            <Button asChild className="h-13 !px-2 text-lg">
              <a href={`tel:${phone.replace(/[^+\d]/g, "")}`}>
                <Phone aria-hidden className="size-5 shrink-0" strokeWidth={1.75} />
                Call
              </a>
            </Button>
          ) : null}
          <Button
            className={`h-13 !px-2 text-lg ${phone ? "" : "col-span-2"}`}
            icon={<Navigation aria-hidden className="size-5 shrink-0" strokeWidth={1.75} />}
            onClick={() => setIsNavigating(true)}
          >
            Navigate
          </Button>
        </div>
      </div>
      <div className="border-t px-5 py-2">
        <ItemList items={order.items} />
      </div>
      <div className="flex flex-col gap-3 border-t px-5 py-4">
        <Thread beads={beadsOf(order.status)} size="card" />
        <p className="flex flex-wrap justify-between gap-x-3 text-ink-soft">
          <span className="whitespace-nowrap font-mono">{order.orderNumber}</span>
          <span>{kind === "delivery" ? `from ${order.vendorName}` : `for ${order.customerName}`}</span>
        </p>
      </div>
      {isNavigating ? <NavigateSheet stop={stop} onClose={() => setIsNavigating(false)} /> : null}
    </article>
  );
}

/** Written for the door: loud there, quiet at the counter. */
function StopNote({ kind, text }: Pick<Stop, "kind"> & { text: string }) {
  const look = kind === "delivery" ? "bg-attention-wash" : "bg-sunken";
  return (
    <p className={`flex gap-3 rounded-control px-3.5 py-3 text-lg ${look}`}>
      <MessageSquareText aria-hidden className="mt-0.5 size-5 shrink-0 text-ink-soft" strokeWidth={1.75} />
      <span className="min-w-0 whitespace-pre-line break-words">{text}</span>
    </p>
  );
}
