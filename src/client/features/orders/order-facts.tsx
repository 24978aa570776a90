import {
  Eye,
  Link2,
  MapPin,
  Package,
  Phone,
  ShieldCheck,
  Snowflake,
  StickyNote,
  Store,
  User,
} from "lucide-react";
import type { OrderId } from "../../../shared/ids.ts";
import type { OrderView } from "../../../shared/orders/order.schema.ts";
import { useWatchers } from "../../app/providers.tsx";
import { Money } from "../../ui/money.tsx";
import { CustodyDownload } from "./custody-download.tsx";
import { Fact, ICON } from "./fact.tsx";
import { HANDLING_WORDS } from "./order-words.ts";
import { TrackingLink } from "./tracking-link.tsx";

/** Who, where, what: the facts of an order, as its reader may see them. */
export function OrderFacts({ order }: { order: OrderView }) {
  return (
    <dl className="flex flex-col gap-3.5 text-base">
      <Fact icon={<User {...ICON} />} name="Recipient">
        {order.customerName}
        <PhoneLink phone={order.customerPhone} />
      </Fact>
      <Fact icon={<MapPin {...ICON} />} name="To">
        {order.delivery.address}
      </Fact>
      <Fact icon={<Store {...ICON} />} name="From">
        {order.vendorName}
        <span className="block text-ink-soft text-sm">{order.pickup.address}</span>
      </Fact>
      {order.notes ? (
        <Fact icon={<StickyNote {...ICON} />} name="Notes">
          <span className="whitespace-pre-wrap">{order.notes}</span>
        </Fact>
      ) : null}
      <Fact icon={<Package {...ICON} />} name="Items">
        <ul className="flex flex-col gap-1">
          {order.items.map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity and keep their order
            <li key={index}>
              <span className="text-ink-soft">{item.quantity} ×</span> {item.name}
              {item.handling === "ambient" ? null : (
                <span className="flex items-center gap-1 text-accepted text-sm">
                  <Snowflake aria-hidden className="size-3.5" strokeWidth={1.75} />
                  {HANDLING_WORDS[item.handling]}
                </span>
              )}
            </li>
          ))}
        </ul>
      </Fact>
      <Fact icon={null} name="Fee and distance">
        <Money cents={order.deliveryFeeCents} currency={order.currency} />
        <span className="text-ink-soft">
          {" "}
          · {(order.actualDistanceKm ?? order.estimatedDistanceKm).toFixed(1)} km
        </span>
        {order.actualDistanceKm === null ? <span className="text-ink-soft text-sm"> estimated</span> : null}
      </Fact>
      {order.trackingLink ? (
        <Fact icon={<Link2 {...ICON} />} name="Tracking link">
          <TrackingLink order={order} />
          <TrackingWatchers orderId={order.id} />
        </Fact>
      ) : null}
      <Fact icon={<ShieldCheck {...ICON} />} name="Chain of custody">
        <CustodyDownload order={order} />
      </Fact>
    </dl>
  );
}

/** That the page behind the link is open at this moment; whose screens those are, nobody knows. */
function TrackingWatchers({ orderId }: { orderId: OrderId }) {
  const watchers = useWatchers(orderId);
  if (watchers === 0) return null;
  return (
    <span className="mt-1.5 flex items-center gap-1.5 text-ink-soft text-sm">
      <Eye aria-hidden className="size-3.5" strokeWidth={1.75} />
      {watchers === 1 ? "Open on one screen now" : `Open on ${watchers} screens now`}
    </span>
  );
}

/** A number that calls when it is pressed. */
export function PhoneLink({ phone, name }: { phone: string | null; name?: string }) {
  if (!phone) return null;
  return (
    <a
      href={`tel:${phone.replaceAll(" ", "")}`}
      className="flex w-fit items-center gap-1.5 text-brand text-sm hover:underline"
      aria-label={name ? `Call ${name}, ${phone}` : undefined}
    >
      <Phone aria-hidden className="size-3.5" strokeWidth={1.75} />
      {phone}
    </a>
  );
}
