import { LinkIcon } from "lucide-react";
import type { TrackingToken } from "../../../shared/ids.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Logo } from "../../ui/logo.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import type { Stranger } from "./stranger.ts";
import { TrackingParcel } from "./tracking-parcel.tsx";
import { TrackingProblem } from "./tracking-problem.tsx";
import { useTracking } from "./use-tracking.ts";

/** When, and is it safe? One parcel for whoever holds its link; nobody signs in. */
export function TrackScreen({ stranger, token }: { stranger: Stranger; token: TrackingToken }) {
  const tracking = useTracking(stranger, token);
  const { view, failure, isUnknown, connection } = tracking;
  if (isUnknown) return <UnknownLink />;
  if (view) {
    return <TrackingParcel stranger={stranger} view={view} liveness={connection} />;
  }
  if (failure) return <TrackingProblem onRetry={tracking.retry} />;
  return (
    <div
      role="status"
      aria-label="Looking for your delivery"
      className="mx-auto flex max-w-110 flex-col gap-4 p-6"
    >
      <Skeleton className="mt-16 h-5 w-24" />
      <Skeleton className="h-12 w-64" />
      <Skeleton className="mt-4 h-8 w-full" />
    </div>
  );
}

/** A link that leads nowhere: wrong, too old, revoked, or cut short by a messenger. */
export function UnknownLink() {
  return (
    <main className="mx-auto flex min-h-full max-w-110 flex-col p-6">
      <Logo withName />
      <div className="flex flex-1 flex-col justify-center pb-24">
        <EmptyState icon={LinkIcon} title="This tracking link does not lead anywhere">
          Check that the link is complete: messengers sometimes cut it. Links end after delivery, or when the
          sender ends them. The sender can give you a new one.
        </EmptyState>
      </div>
    </main>
  );
}
