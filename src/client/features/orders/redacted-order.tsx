import { Eraser, Package, ShieldCheck, Store } from "lucide-react";
import type { RedactedOrderView } from "../../../shared/orders/order.schema.ts";
import { Money } from "../../ui/money.tsx";
import { fullTime } from "../../ui/time-format.ts";
import { CustodyDownload } from "./custody-download.tsx";
import { Fact, ICON } from "./fact.tsx";

/** What is left of an order whose personal data is gone, and why the rest is not there. */
export function RedactedFacts({ order }: { order: RedactedOrderView }) {
  return (
    <dl className="flex flex-col gap-3.5 text-base">
      <Fact icon={<Eraser {...ICON} />} name="Recipient, places, items, notes, proofs">
        <RedactedNote order={order} />
      </Fact>
      <Fact icon={<Store {...ICON} />} name="From">
        {order.vendorName}
      </Fact>
      <Fact icon={<Package {...ICON} />} name="Fee and distance">
        <Money cents={order.deliveryFeeCents} currency={order.currency} />
        <span className="text-ink-soft">
          {" "}
          · {(order.actualDistanceKm ?? order.estimatedDistanceKm).toFixed(1)} km
        </span>
      </Fact>
      <Fact icon={<ShieldCheck {...ICON} />} name="Chain of custody">
        <CustodyDownload order={order} />
      </Fact>
    </dl>
  );
}

function RedactedNote({ order }: { order: RedactedOrderView }) {
  return (
    <span>
      Redacted on {fullTime(order.redactedAt)}
      <span className="block text-ink-soft text-sm">
        Personal data is erased when its time is over or its owner asks for it.
      </span>
    </span>
  );
}
