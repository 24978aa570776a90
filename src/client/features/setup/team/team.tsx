import { UserPlus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import type { VendorId } from "../../../../shared/ids.ts";
import type { MemberView } from "../../../../shared/vendors/member.schema.ts";
import { Button } from "../../../ui/button.tsx";
import { dataToShow } from "../../../ui/data-to-show.ts";
import { ErrorState } from "../../../ui/error-state.tsx";
import { LoadMore } from "../../../ui/load-more.tsx";
import { SkeletonRows } from "../../../ui/skeleton.tsx";
import { MemberRow } from "./member-row.tsx";
import { MEMBER_ROLES } from "./member-words.ts";
import { useTeam } from "./use-team.ts";

// The form with its validation is loaded when somebody is invited.
const InviteDialog = lazy(() => import("./invite-dialog.tsx"));

/** Who acts for a business: the people at work by what they may do, then those who have not answered yet. */
export function Team({ vendorId }: { vendorId: VendorId }) {
  const team = useTeam(vendorId);
  const [isInviting, setInviting] = useState(false);
  const shown = dataToShow(team);
  if (team.isPending) return <SkeletonRows rows={3} label="Loading the team" />;
  if (!shown) return <ErrorState error={team.error} onRetry={() => team.refetch()} compact />;
  const members = shown.pages.flatMap(({ items }) => items).toSorted(byRank);
  return (
    <div className="flex flex-col gap-4">
      <ul className="divide-y" aria-label="Team">
        {members.map(member => (
          <MemberRow key={member.userId} vendorId={vendorId} member={member} />
        ))}
      </ul>
      <LoadMore list={team} />
      {members.length === 1 ? (
        <p className="text-ink-soft text-sm">
          Nobody else yet. A dispatcher moves orders; a viewer only looks on.
        </p>
      ) : null}
      <Button
        icon={<UserPlus aria-hidden className="size-4" strokeWidth={1.75} />}
        className="self-start"
        onClick={() => setInviting(true)}
      >
        Invite a colleague
      </Button>
      {isInviting ? (
        <Suspense>
          <InviteDialog vendorId={vendorId} onClose={() => setInviting(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}

const rankOf = ({ memberRole }: MemberView) => MEMBER_ROLES.findIndex(({ value }) => value === memberRole);

const byRank = (a: MemberView, b: MemberView): number =>
  Number(b.hasJoined) - Number(a.hasJoined) || rankOf(b) - rankOf(a) || a.fullName.localeCompare(b.fullName);
