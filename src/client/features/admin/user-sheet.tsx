import { skipToken, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { UserId } from "../../../shared/ids.ts";
import { type ManagedUser, Role } from "../../../shared/users/user.schema.ts";
import { useTRPC } from "../../app/trpc.ts";
import { Button } from "../../ui/button.tsx";
import { dataToShow } from "../../ui/data-to-show.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { Initials } from "../../ui/initials.tsx";
import { Select } from "../../ui/select.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { fullTime } from "../../ui/time-format.ts";
import { PersonPart } from "../privacy/person-part.tsx";
import { ReasonDialog } from "../reasons/reason-dialog.tsx";
import { WhoSawThis } from "./audit/who-saw-this.tsx";
import { ROLE_WORDS } from "./role-words.ts";
import { SheetPart } from "./sheet-part.tsx";
import { useUserCommands } from "./use-user-commands.ts";
import { UserStateBadge } from "./user-state-badge.tsx";

type UserSheetProps = { userId: UserId | null; onClose: () => void };

/** One account: who it is, what it may do, and whether it may come in. */
export function UserSheet({ userId, onClose }: UserSheetProps) {
  const trpc = useTRPC();
  const user = useQuery(trpc.users.get.queryOptions(userId ? { userId } : skipToken));
  const shown = dataToShow(user);
  return (
    <Sheet open={userId !== null} onOpenChange={isOpen => !isOpen && onClose()} title="Account">
      {shown ? (
        <Opened key={shown.id} user={shown} />
      ) : user.isError ? (
        <ErrorState error={user.error} onRetry={() => user.refetch()} />
      ) : (
        <SkeletonRows label="Loading the account" />
      )}
    </Sheet>
  );
}

function Opened({ user }: { user: ManagedUser }) {
  return (
    <>
      <div className="flex items-center gap-4 border-b bg-surface px-5 py-5">
        <Initials name={user.fullName} className="size-12 text-base" />
        <div className="min-w-0">
          <p className="truncate font-semibold text-lg">{user.fullName}</p>
          <p className="truncate text-ink-soft text-sm">
            {user.email}
            {user.phone ? ` · ${user.phone}` : ""}
          </p>
          <p className="text-ink-soft text-sm">Since {fullTime(user.createdAt)}</p>
        </div>
      </div>
      <RolePart user={user} />
      <AccessPart user={user} />
      <PersonPart user={user} />
      <SheetPart title="Audit">
        <WhoSawThis id={user.id} />
      </SheetPart>
      {user.can.length === 0 ? (
        <p className="px-5 py-4 text-ink-soft text-sm">
          This is your own account. Another administrator has to change it, so that one always remains.
        </p>
      ) : null}
    </>
  );
}

function RolePart({ user }: { user: ManagedUser }) {
  const { setRole } = useUserCommands(user);
  const [wanted, setWanted] = useState<Role | null>(null);
  const close = () => setWanted(null);
  return (
    <SheetPart title="Role">
      {user.can.includes("setRole") ? (
        <Select
          aria-label="Role"
          value={user.role}
          onChange={role => role !== user.role && setWanted(role)}
          options={Role.options.map(value => ({ value, label: ROLE_WORDS[value].label }))}
          className="max-w-60"
        />
      ) : (
        <p>{ROLE_WORDS[user.role].label}</p>
      )}
      <p className="text-ink-soft text-sm">
        {ROLE_WORDS[user.role].label}: {ROLE_WORDS[user.role].opens}.
      </p>
      {wanted ? (
        <ReasonDialog
          title={`Make ${user.fullName} ${ROLE_WORDS[wanted].one}?`}
          description={`From the next click on the account ${ROLE_WORDS[wanted].opens}. It no longer ${ROLE_WORDS[user.role].opens}.`}
          words={{ yes: "Change the role", no: "Leave it" }}
          tone={wanted === "admin" ? "danger" : "primary"}
          isPending={setRole.isPending}
          onReason={reason => setRole.mutate({ role: wanted, reason }, { onSettled: close })}
          onClose={close}
        />
      ) : null}
    </SheetPart>
  );
}

function AccessPart({ user }: { user: ManagedUser }) {
  const { setActive } = useUserCommands(user);
  const [isAsking, setAsking] = useState(false);
  return (
    <SheetPart title="Access">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <UserStateBadge isActive={user.isActive} />
        {!user.can.includes("setActive") ? null : user.isActive ? (
          <Button tone="dangerQuiet" onClick={() => setAsking(true)}>
            Deactivate
          </Button>
        ) : (
          <Button
            tone="primary"
            pending={setActive.isPending}
            onClick={() => setActive.mutate({ isActive: true })}
          >
            Activate
          </Button>
        )}
      </div>
      {isAsking ? (
        <ReasonDialog
          title={`Deactivate ${user.fullName}?`}
          description="The account is signed out everywhere within a second and cannot sign in. What it has done stays. It can be activated again."
          words={{ yes: "Deactivate", no: "Leave it active" }}
          tone="danger"
          isPending={setActive.isPending}
          onReason={reason =>
            setActive.mutate({ isActive: false, reason }, { onSettled: () => setAsking(false) })
          }
          onClose={() => setAsking(false)}
        />
      ) : null}
    </SheetPart>
  );
}
