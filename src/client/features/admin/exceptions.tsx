import { CircleCheck } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { DriverView } from "../../../shared/drivers/driver.schema.ts";
import type { OrderView } from "../../../shared/orders/order.schema.ts";
import type { VendorView } from "../../../shared/vendors/vendor.schema.ts";
import { Age } from "../../app/age.tsx";
import { useServerNow } from "../../app/use-server-now.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Freshness } from "../../ui/freshness.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { attentionWords } from "../orders/attention-words.ts";
import { PhoneLink } from "../orders/order-facts.tsx";
import { useExceptions } from "./use-overview.ts";
import { useVendorActivation } from "./use-vendor-commands.ts";

/** Longer than this, and the list of its own is the better place. */
const MOST_SHOWN = 6;

/** What is not as it should be; one quiet line when all is. */
export function Exceptions() {
  const { waiting, late, lateAsOf, silent, reading, isPart, isPending, error, retry } = useExceptions();
  if (error) return <ErrorState error={error} onRetry={retry} compact />;
  if (isPending) return <SkeletonRows rows={3} label="Looking for what needs somebody" />;
  if (waiting.length + late.length + silent.length === 0) {
    return (
      <div className="flex flex-col gap-2">
        <p className="flex items-center gap-2 text-ink-soft">
          <CircleCheck aria-hidden className="size-5 shrink-0 text-brand" strokeWidth={1.75} />
          {quietWords({ isPart, isOld: reading.isError })}
        </p>
        <Freshness query={reading} />
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-8">
      <Freshness query={reading} />
      <Group
        title="Waiting for approval"
        items={waiting}
        all={{ to: "/admin/vendors?state=waiting", words: "All who wait" }}
      >
        {vendor => <WaitingVendor key={vendor.id} vendor={vendor} />}
      </Group>
      <Group
        title="Late orders"
        items={late}
        all={{ to: "/admin/orders?show=open", words: "All open orders" }}
      >
        {order => <LateOrder key={order.id} order={order} asOf={lateAsOf} />}
      </Group>
      <Group title="Silent drivers" items={silent}>
        {driver => <SilentDriver key={driver.id} driver={driver} />}
      </Group>
    </div>
  );
}

/** What could not be read again was quiet then; whether it still is, nobody knows. */
export function quietWords({ isPart, isOld }: { isPart: boolean; isOld: boolean }): string {
  const part = " among the newest hundred of each kind. There are more.";
  if (isOld) return `When it was last read, nothing needed you${isPart ? part : "."}`;
  return isPart
    ? `Nothing needs you${part}`
    : "Nothing needs you: nobody waits for approval, nothing is late, every driver reports.";
}

type GroupProps<Item> = {
  title: string;
  items: readonly Item[];
  all?: { to: string; words: string };
  children: (item: Item) => ReactNode;
};

function Group<Item>({ title, items, all, children }: GroupProps<Item>) {
  if (items.length === 0) return null;
  return (
    <section aria-label={title}>
      <header className="mb-2 flex items-baseline gap-2">
        <h2 className="font-semibold text-base">{title}</h2>
        <span className="font-mono text-ink-soft text-sm">{items.length}</span>
        <span className="flex-1" />
        {all ? (
          <Link to={all.to} className="text-brand text-sm hover:underline">
            {all.words}
          </Link>
        ) : null}
      </header>
      <ul className="divide-y overflow-hidden rounded-card border bg-surface">
        {items.slice(0, MOST_SHOWN).map(children)}
      </ul>
      {items.length > MOST_SHOWN ? (
        <p className="mt-2 text-ink-soft text-sm">and {items.length - MOST_SHOWN} more</p>
      ) : null}
    </section>
  );
}

const ROW = "flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1.5 px-4 py-2.5 md:px-5";

function WaitingVendor({ vendor }: { vendor: VendorView }) {
  const { setActive } = useVendorActivation(vendor);
  return (
    <li className={ROW}>
      <Link to={`/admin/vendors?sel=${vendor.id}`} className="min-w-0 flex-1 basis-52">
        <span className="block truncate font-medium">{vendor.businessName}</span>
        <span className="block truncate text-ink-soft text-sm">{vendor.address.address}</span>
      </Link>
      <span className="text-ink-soft text-sm">
        registered <Age at={vendor.createdAt} />
      </span>
      {vendor.can.includes("setActive") ? (
        <Button
          tone="primary"
          size="small"
          pending={setActive.isPending}
          onClick={() => setActive.mutate({ isActive: true })}
        >
          Approve
        </Button>
      ) : null}
    </li>
  );
}

/** Of all businesses no estimate comes live: it is as old as the list. `asOf`: of when that is, if it was not read again. */
function LateOrder({ order, asOf }: { order: OrderView; asOf: number | null }) {
  const nowMs = useServerNow(30_000);
  return (
    <li>
      <Link to={`/admin/orders?show=open&sel=${order.id}`} className={`${ROW} hover:bg-ink/4`}>
        <span className="font-mono text-sm">{order.orderNumber}</span>
        <span className="min-w-0 flex-1 basis-44">
          <span className="block truncate font-medium">{order.vendorName}</span>
          <span className="block truncate text-ink-soft text-sm">
            to {order.customerName}, {order.delivery.address}
          </span>
        </span>
        <span className="font-medium text-danger text-sm">
          {attentionWords(order, order.eta, { nowMs, asOf })}
        </span>
        <StatusBadge status={order.status} />
      </Link>
    </li>
  );
}

function SilentDriver({ driver }: { driver: DriverView }) {
  return (
    <li className={ROW}>
      <span className="min-w-0 flex-1 basis-52">
        <span className="block truncate font-medium">{driver.fullName}</span>
        <span className="block text-ink-soft text-sm">
          {driver.activeOrders === 0
            ? "carries nothing"
            : driver.activeOrders === 1
              ? "carries one order"
              : `carries ${driver.activeOrders} orders`}
        </span>
      </span>
      <span className="text-attention-ink text-sm">
        {driver.lastLocationUpdate ? (
          <>
            last heard <Age at={driver.lastLocationUpdate} />
          </>
        ) : (
          "never heard since coming on duty"
        )}
      </span>
      <PhoneLink phone={driver.phone} name={driver.fullName} />
    </li>
  );
}
