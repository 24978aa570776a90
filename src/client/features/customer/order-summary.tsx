import type { ReactNode } from "react";
import type { OrderView } from "../../../shared/orders/order.schema.ts";
import { Money } from "../../ui/money.tsx";
import { PhoneLink } from "../orders/order-facts.tsx";
import { ItemList } from "../orders/order-form/handling.tsx";
import { distanceInKm } from "../orders/order-form/quote-words.ts";

const VEHICLE = { bike: "bicycle", scooter: "scooter", car: "car", van: "van" } as const;

/** What was ordered: for whom, from whom, what and for how much. */
export function OrderSummary({ order }: { order: OrderView }) {
  const { driver, notes } = order;
  return (
    <section aria-label="Order" className="flex flex-col gap-4">
      <dl className="grid grid-cols-[6rem_minmax(0,1fr)] gap-x-4 gap-y-3">
        <Fact name="To">
          {order.customerName}
          <span className="block text-ink-soft text-sm">{order.delivery.address}</span>
          <PhoneLink phone={order.customerPhone} name={order.customerName} />
        </Fact>
        <Fact name="From">
          {order.vendorName}
          <span className="block text-ink-soft text-sm">{order.pickup.address}</span>
          <PhoneLink phone={order.vendorPhone} name={order.vendorName} />
        </Fact>
        {driver ? (
          <Fact name="Driver">
            {driver.fullName}, {VEHICLE[driver.vehicleType]}
          </Fact>
        ) : null}
        <Fact name="Fee">
          <Money cents={order.deliveryFeeCents} currency={order.currency} />
          <span className="text-ink-soft text-sm">
            {" "}
            ·{" "}
            {order.actualDistanceKm === null
              ? `about ${distanceInKm(order.estimatedDistanceKm)}`
              : `${distanceInKm(order.actualDistanceKm)} driven`}
          </span>
        </Fact>
        {notes ? (
          <Fact name="Notes">
            <span className="whitespace-pre-wrap break-words">{notes}</span>
          </Fact>
        ) : null}
      </dl>
      <div>
        <h2 className="mb-1 font-medium text-sm">Items</h2>
        <ItemList items={order.items} />
      </div>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-soft text-sm leading-6">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
