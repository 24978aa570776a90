import { useState } from "react";
import type { VendorId } from "../../../../shared/ids.ts";
import type { MemberRole, MemberView } from "../../../../shared/vendors/member.schema.ts";
import { Age } from "../../../app/age.tsx";
import { useMe } from "../../../app/providers.tsx";
import { Badge } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Initials } from "../../../ui/initials.tsx";
import { Select } from "../../../ui/select.tsx";
import { MEMBER_ROLES, MEMBER_WORDS } from "./member-words.ts";
import { useTeamCommands } from "./use-team.ts";

type MemberRowProps = { vendorId: VendorId; member: MemberView };

/** One colleague: what he is, and the way out. */
export function MemberRow({ vendorId, member }: MemberRowProps) {
  const { resend, setRole, remove } = useTeamCommands(vendorId);
  const [wanted, setWanted] = useState<MemberRole | null>(null);
  const [isRemoving, setRemoving] = useState(false);
  const isMyself = useMe().id === member.userId;
  const { userId, fullName, memberRole, can } = member;
  const change = (next: MemberRole) =>
    setRole.mutate({ userId, memberRole: next }, { onSettled: () => setWanted(null) });
  const choose = (next: MemberRole) => {
    if (next === memberRole) return;
    // Only what one does to oneself cannot be taken back by oneself.
    if (isMyself) setWanted(next);
    else change(next);
  };
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-3">
      <Initials name={fullName} className="max-sm:hidden" />
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="min-w-0 break-words font-medium">{fullName}</span>
          <Standing member={member} isMyself={isMyself} />
        </p>
        <p className="truncate text-ink-soft text-sm">
          {member.email}
          {member.invitedAt && !member.hasJoined ? (
            <>
              {" · asked "}
              <Age at={member.invitedAt} />
            </>
          ) : null}
        </p>
        {can.includes("remove") ? null : (
          <p className="text-ink-soft text-sm">Make somebody else an owner to change this.</p>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {can.includes("resendInvitation") ? (
          <Button size="small" pending={resend.isPending} onClick={() => resend.mutate(member)}>
            Send again
          </Button>
        ) : null}
        <Select
          aria-label={`What ${fullName} may do`}
          className="w-34!"
          value={setRole.isPending ? setRole.variables.memberRole : memberRole}
          onChange={choose}
          options={MEMBER_ROLES}
          disabled={!can.includes("setRole") || setRole.isPending}
        />
        <Button
          size="small"
          tone="dangerQuiet"
          disabled={!can.includes("remove")}
          aria-label={isMyself ? "Leave this business" : `Remove ${fullName}`}
          onClick={() => setRemoving(true)}
        >
          {isMyself ? "Leave" : "Remove"}
        </Button>
      </div>
      <Dialog
        open={wanted !== null}
        onOpenChange={isOpen => !isOpen && setWanted(null)}
        title={wanted ? `Become ${MEMBER_WORDS[wanted].one}?` : ""}
        description={
          wanted
            ? `${MEMBER_WORDS[wanted].label}: ${MEMBER_WORDS[wanted].does}. Only another owner can make you one again.`
            : null
        }
        actions={
          <>
            <Button onClick={() => setWanted(null)}>Stay an owner</Button>
            <Button tone="danger" pending={setRole.isPending} onClick={() => wanted && change(wanted)}>
              Step down
            </Button>
          </>
        }
      />
      <Dialog
        open={isRemoving}
        onOpenChange={setRemoving}
        title={isMyself ? "Leave this business?" : `Remove ${fullName}?`}
        description={farewell(member, isMyself)}
        actions={
          <>
            <Button onClick={() => setRemoving(false)}>{isMyself ? "Stay" : `Keep ${fullName}`}</Button>
            <Button
              tone="danger"
              pending={remove.isPending}
              onClick={() => remove.mutate(member, { onSettled: () => setRemoving(false) })}
            >
              {isMyself ? "Leave" : "Remove"}
            </Button>
          </>
        }
      />
    </li>
  );
}

function Standing({ member: { hasJoined, isActive }, isMyself }: { member: MemberView; isMyself: boolean }) {
  if (!isActive) return <Badge tone="danger">Deactivated</Badge>;
  if (!hasJoined) return <Badge tone="attention">Invited</Badge>;
  return isMyself ? <Badge>You</Badge> : null;
}

function farewell({ fullName, hasJoined }: MemberView, isMyself: boolean): string {
  if (isMyself) return "You are signed out at once. Another owner can invite you again.";
  if (!hasJoined) return "The link in the letter stops working. You can invite the same address again.";
  return `${fullName} is signed out at once and cannot sign in any more. What was done stays in the orders. You can invite the same address again.`;
}
