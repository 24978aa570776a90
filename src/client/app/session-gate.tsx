import { type ReactNode, useCallback, useEffect, useState } from "react";
import { jitteredDelayMs } from "../../sdk/index.ts";
import type { Me } from "../../shared/auth/auth.schema.ts";
import { ErrorState } from "../ui/error-state.tsx";
import type { Connection } from "./connection.ts";
import { Opening } from "./opening.tsx";
import { PresumedProvider, useConnection, useSession } from "./providers.tsx";

/** Says, from what this device keeps, who goes on while the service cannot be reached; null: nobody does. */
type WhenUnreachable = (connection: Connection) => Promise<Me | null>;

type SessionGateProps = { children: ReactNode; whenUnreachable: WhenUnreachable };

/** A network that is there but carries nothing lets a request hang for minutes. */
const PATIENCE_MS = 4_000;

/**
 * Waits until it is known who is there, so that no screen flashes the sign-in of somebody who is signed in. Goes on
 * asking while somebody works without the service: the same screens stay when it answers.
 */
export function SessionGate({ children, whenUnreachable }: SessionGateProps) {
  const isUnknown = useSession().status === "unknown";
  const { failure, ask } = useResume(isUnknown);
  const { presumed, isSettled } = usePresumed(isUnknown, failure !== null, whenUnreachable);
  if (!isUnknown || presumed) return <PresumedProvider value={presumed}>{children}</PresumedProvider>;
  if (failure && isSettled) return <ErrorState error={failure.error} onRetry={ask} />;
  return <Opening />;
}

/** Asks for the session until there is an answer: later each time, and at once when the network is back. */
function useResume(isUnknown: boolean) {
  const { resume } = useConnection();
  const [failure, setFailure] = useState<{ error: unknown; attempt: number } | null>(null);
  const ask = useCallback(() => {
    resume().catch(error => setFailure(before => ({ error, attempt: (before?.attempt ?? 0) + 1 })));
  }, [resume]);

  useEffect(() => {
    if (!isUnknown) return;
    if (!failure) return ask();
    const timer = setTimeout(ask, jitteredDelayMs(failure.attempt));
    return () => clearTimeout(timer);
  }, [isUnknown, failure, ask]);

  useEffect(() => {
    if (!isUnknown) return;
    window.addEventListener("online", ask);
    return () => window.removeEventListener("online", ask);
  }, [isUnknown, ask]);
  return { failure, ask };
}

/** Who goes on meanwhile, asked once, when the service could not be reached or lets us wait. */
function usePresumed(isUnknown: boolean, hasFailed: boolean, whenUnreachable: WhenUnreachable) {
  const connection = useConnection();
  const [presumed, setPresumed] = useState<Me | null>(null);
  const [isSettled, setIsSettled] = useState(false);
  useEffect(() => {
    if (!isUnknown) return;
    let isGone = false;
    const presume = async () => {
      const me = await whenUnreachable(connection).catch(() => null);
      if (isGone) return;
      setPresumed(me);
      setIsSettled(true);
    };
    const timer = setTimeout(presume, hasFailed ? 0 : PATIENCE_MS);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [isUnknown, hasFailed, connection, whenUnreachable]);
  return { presumed, isSettled };
}
