import { skipToken, useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { VendorId } from "../../../shared/ids.ts";
import type { VendorCard } from "../../../shared/vendors/vendor.schema.ts";
import { useTRPC } from "../../app/trpc.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { tell } from "../../ui/toast.ts";
import { OrderForm } from "../orders/order-form/order-form.tsx";
import { pricesInWords, SenderPicker, SenderSign } from "./sender-picker.tsx";

/** First from whom, then where to, to whom and what. The sender lives in the address, so going back works. */
export function NewOrderScreen() {
  const [params] = useSearchParams();
  const from = VendorId.safeParse(params.get("from"));
  const trpc = useTRPC();
  const sender = useQuery(trpc.vendors.get.queryOptions(from.success ? { vendorId: from.data } : skipToken));
  return (
    <>
      <PageHeader title="New order" />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex max-w-260 flex-col gap-6 px-4 py-6 md:px-6">
          {!from.success ? (
            <>
              <div>
                <h2 className="font-semibold text-lg">Who sends it?</h2>
                <p className="text-ink-soft">The fee follows the distance; you see it before you order.</p>
              </div>
              <SenderPicker />
            </>
          ) : sender.isError ? (
            <ErrorState error={sender.error} onRetry={() => sender.refetch()} />
          ) : sender.data ? (
            <OrderFrom sender={sender.data} />
          ) : (
            <SkeletonRows rows={3} label="Loading the sender" />
          )}
        </div>
      </div>
    </>
  );
}

function OrderFrom({ sender }: { sender: VendorCard }) {
  const navigate = useNavigate();
  const { latitude, longitude } = sender.address;
  return (
    <>
      <section aria-label="Sender" className="flex items-center gap-3.5 border-b pb-5">
        <Link to="/orders/new" aria-label="Choose another sender" className="md:hidden">
          <ArrowLeft aria-hidden className="size-5" strokeWidth={1.75} />
        </Link>
        <SenderSign name={sender.businessName} />
        <div className="min-w-0 flex-1">
          <p className="truncate font-medium">{sender.businessName}</p>
          <p className="text-ink-soft text-sm">
            {sender.address.address}
            <span className="hidden sm:inline"> · {pricesInWords(sender.pricing)}</span>
          </p>
        </div>
        <Button asChild size="small" className="hidden md:inline-flex">
          <Link to="/orders/new">Choose another</Link>
        </Button>
      </section>
      <OrderForm
        vendorId={sender.id}
        senderName={sender.businessName}
        near={{ latitude, longitude }}
        onDone={order => {
          tell(`${order.orderNumber} is ordered`, { detail: `${sender.businessName} has been told.` });
          void navigate(`/orders/${order.id}`, { replace: true });
        }}
      />
    </>
  );
}
