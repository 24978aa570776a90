import { Share2 } from "lucide-react";
import type { OrderView } from "../../../shared/orders/order.schema.ts";
import { Button } from "../../ui/button.tsx";
import { trackingUrl } from "../orders/order-words.ts";
import { TrackingLink } from "../orders/tracking-link.tsx";

/** The public page of an order: to send on a phone, to copy on a desk. It shows no items, no phone, no house number. */
export function TrackingShare({ order }: { order: OrderView }) {
  const { trackingToken: token, customerName, vendorName } = order;
  const share = (url: string) =>
    navigator.share({ url, title: `Your delivery from ${vendorName}` }).catch(() => {});
  return (
    <section aria-label="Tracking link" className="rounded-card border bg-surface p-4">
      <h2 className="font-medium">Let {customerName} follow it</h2>
      <p className="mt-0.5 mb-3 text-ink-soft text-sm">
        The page shows the time and the thread. It shows no items, no phone number and no house number.
      </p>
      <div className="flex flex-col items-start gap-2">
        {token && "share" in navigator ? (
          <Button
            size="small"
            tone="primary"
            onClick={() => share(trackingUrl(token))}
            icon={<Share2 aria-hidden className="size-4" strokeWidth={1.75} />}
          >
            Send the link
          </Button>
        ) : null}
        <TrackingLink order={order} />
      </div>
    </section>
  );
}
