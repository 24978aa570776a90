import { type ReactNode, useCallback, useEffect, useState } from "react";
import { jitteredDelayMs } from "../../sdk/index.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { Opening } from "./opening.tsx";
import { useConnection, useSession } from "./providers.tsx";

/** Waits until it is known who is there, so that no screen flashes the sign-in of somebody who is signed in. */
export function SessionGate({ children }: { children: ReactNode }) {
  const { resume } = useConnection();
  const session = useSession();
  const [failure, setFailure] = useState<{ error: unknown; attempt: number } | null>(null);
  const isUnknown = session.status === "unknown";

  const ask = useCallback(() => {
    resume().catch(error => setFailure(before => ({ error, attempt: (before?.attempt ?? 0) + 1 })));
  }, [resume]);

  useEffect(() => {
    if (!isUnknown) return;
    if (!failure) return ask();
    const timer = setTimeout(ask, jitteredDelayMs(failure.attempt));
    return () => clearTimeout(timer);
  }, [isUnknown, failure, ask]);

  if (!isUnknown) return children;
  if (failure) return <ErrorState error={failure.error} onRetry={ask} />;
  return <Opening />;
}
