import { useQuery } from "@tanstack/react-query";
import { CirclePause, Eye } from "lucide-react";
import { Outlet } from "react-router";
import { useTRPC } from "../../app/trpc.ts";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { WaitingScreen } from "./waiting-screen.tsx";

const ASK_AGAIN_MS = 20_000;
/** What somebody may do can be changed by an owner at any time. */
const LOOK_AGAIN_MS = 60_000;

/** Lets a business in once it has been approved; until then says so. A paused one may finish what is on the road. */
export function ApprovalGate() {
  const trpc = useTRPC();
  const business = useQuery(
    trpc.vendors.me.queryOptions(undefined, {
      refetchInterval: ({ state }) => (state.data && !state.data.isActive ? ASK_AGAIN_MS : LOOK_AGAIN_MS),
    }),
  );
  if (business.isPending) return <SkeletonRows label="Opening your business" />;
  // The screens behind tell of their own failures, each with its way out.
  if (!business.data) return <Outlet />;
  if (business.data.isActive) {
    return (
      <>
        {business.data.can.length === 0 ? <LookOnly businessName={business.data.businessName} /> : null}
        <Outlet />
      </>
    );
  }
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

function LookOnly({ businessName }: { businessName: string }) {
  return (
    <p
      role="note"
      className="flex shrink-0 items-center justify-center gap-2 border-b px-4 py-1.5 text-ink-soft text-sm"
    >
      <Eye aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
      You can look, not change. Ask an owner of {businessName} if you need more.
    </p>
  );
}
