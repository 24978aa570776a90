import { Share2 } from "lucide-react";
import type { TrackingToken } from "../../../shared/ids.ts";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { trackingUrl } from "../orders/order-words.ts";

type TrackingShareProps = { token: TrackingToken; recipient: string; sender: string };

/** The public page of an order: to send on a phone, to copy on a desk. It shows no items, no phone, no house number. */
export function TrackingShare({ token, recipient, sender }: TrackingShareProps) {
  const url = trackingUrl(token);
  const share = () => navigator.share({ url, title: `Your delivery from ${sender}` }).catch(() => {});
  return (
    <section aria-label="Tracking link" className="rounded-card border bg-surface p-4">
      <h2 className="font-medium">Let {recipient} follow it</h2>
      <p className="mt-0.5 text-ink-soft text-sm">
        The page shows the time and the thread. It shows no items, no phone number and no house number.
      </p>
      <div className="mt-3 flex flex-wrap gap-2">
        {"share" in navigator ? (
          <Button
            size="small"
            tone="primary"
            onClick={share}
            icon={<Share2 aria-hidden className="size-4" strokeWidth={1.75} />}
          >
            Send the link
          </Button>
        ) : null}
        <CopyButton text={url}>Copy the link</CopyButton>
        <Button asChild size="small" tone="bare">
          <a href={url} target="_blank" rel="noreferrer">
            See what they see
          </a>
        </Button>
      </div>
    </section>
  );
}
