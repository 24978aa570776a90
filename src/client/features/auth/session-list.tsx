import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Monitor, Smartphone } from "lucide-react";
import { useState } from "react";
import type { SessionView } from "../../../shared/auth/auth.schema.ts";
import { Age } from "../../app/age.tsx";
import { useConnection } from "../../app/providers.tsx";
import { useTRPC } from "../../app/trpc.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { tell, tellProblem } from "../../ui/toast.ts";
import { deviceWords, isPhone } from "./device-words.ts";

/** Where the account is signed in, and ending what one does not recognise. */
export function SessionList() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const sessions = useQuery(trpc.auth.sessions.queryOptions());
  const revoke = useMutation(
    trpc.auth.revokeSession.mutationOptions({
      onSuccess: () => tell("That device is signed out"),
      onError: tellProblem,
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.auth.sessions.queryKey() }),
    }),
  );
  if (sessions.isPending) return <SkeletonRows rows={2} label="Loading the devices" />;
  if (sessions.isError) {
    return <ErrorState error={sessions.error} onRetry={() => sessions.refetch()} compact />;
  }
  return (
    <>
      <ul className="divide-y">
        {sessions.data.map(session => (
          <SessionRow
            key={session.id}
            session={session}
            isPending={revoke.isPending && revoke.variables.sessionId === session.id}
            onRevoke={() => revoke.mutate({ sessionId: session.id })}
          />
        ))}
      </ul>
      <EndAll />
    </>
  );
}

/** For a lost phone or a doubt: every device at once, this one too. */
function EndAll() {
  const { medex } = useConnection();
  const [isAsking, setAsking] = useState(false);
  const end = useMutation({ mutationFn: () => medex.logoutEverywhere(), onError: tellProblem });
  return (
    <>
      <Button tone="dangerQuiet" className="self-start" onClick={() => setAsking(true)}>
        Sign out everywhere
      </Button>
      <Dialog
        open={isAsking}
        onOpenChange={setAsking}
        title="Sign out everywhere?"
        description="Every device, this one too. You sign in again with your password."
        actions={
          <Button tone="danger" pending={end.isPending} onClick={() => end.mutate()}>
            Sign out everywhere
          </Button>
        }
      />
    </>
  );
}

type SessionRowProps = { session: SessionView; isPending: boolean; onRevoke: () => void };

function SessionRow({ session, isPending, onRevoke }: SessionRowProps) {
  const device = deviceWords(session.userAgent);
  const Icon = isPhone(session.userAgent) ? Smartphone : Monitor;
  return (
    <li className="flex min-h-14 items-center gap-3.5 py-2">
      <Icon aria-hidden className="size-5 shrink-0 text-ink-soft" strokeWidth={1.75} />
      <div className="min-w-0 flex-1">
        <p className="truncate">{device}</p>
        <p className="truncate text-ink-soft text-sm">
          {session.current ? "used now" : <Age at={session.lastUsedAt} />}
          {session.ip ? ` · ${session.ip}` : ""}
        </p>
      </div>
      {session.current ? (
        <Badge tone="brand">This device</Badge>
      ) : (
        <Button size="small" pending={isPending} onClick={onRevoke} aria-label={`Sign out ${device}`}>
          Sign out
        </Button>
      )}
    </li>
  );
}
