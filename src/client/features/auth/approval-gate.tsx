import { useQuery } from "@tanstack/react-query";
import { CirclePause } from "lucide-react";
import { Outlet } from "react-router";
import { useTRPC } from "../../app/trpc.ts";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { WaitingScreen } from "./waiting-screen.tsx";

const ASK_AGAIN_MS = 20_000;

/** Lets a business in once it has been approved; until then says so. A paused one may finish what is on the road. */
export function ApprovalGate() {
  const trpc = useTRPC();
  const business = useQuery(
    trpc.vendors.me.queryOptions(undefined, {
      refetchInterval: ({ state }) => (state.data && !state.data.isActive ? ASK_AGAIN_MS : false),
    }),
  );
  if (business.isPending) return <SkeletonRows label="Opening your business" />;
  // The screens behind tell of their own failures, each with its way out.
  if (!business.data || business.data.isActive) return <Outlet />;
  if (business.data.isWaiting) {
    return (
      <WaitingScreen
        business={business.data}
        isAsking={business.isFetching}
        onAsk={() => business.refetch()}
      />
    );
  }
  return (
    <>
      <p
        role="status"
        className="flex shrink-0 items-start justify-center gap-2 bg-attention-wash px-4 py-1.5 text-attention-ink text-sm"
      >
        <CirclePause aria-hidden className="mt-px size-4 shrink-0" strokeWidth={1.75} />
        <span>
          {business.data.businessName} is paused: no new orders come in. Deliveries under way can be finished.
          Ask your MedEx administrator to reopen it.
        </span>
      </p>
      <Outlet />
    </>
  );
}
