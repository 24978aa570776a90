import { CloudOff } from "lucide-react";
import { useEffect } from "react";
import { isRouteErrorResponse, Link, useRouteError } from "react-router";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { ScreenNotLoaded } from "./lazy-screen.ts";

const reload = () => window.location.reload();

/** The last net: a screen that broke says so, with a way on. A chunk of an older release is fetched by reloading. */
export function RouteError() {
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFound />;
  if (error instanceof ScreenNotLoaded) return <NotLoaded onRetry={reload} />;
  return <ErrorState error={error} onRetry={reload} />;
}

const ASKED_EVERY_MS = 3_000;

/** Comes back by itself when it was the service that could not be reached; a release without this screen does not. */
function useServiceReturn(onReturn: () => void): void {
  useEffect(() => {
    let wasAway = false;
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    async function ask(): Promise<void> {
      const isThere = await isServing();
      if (isOver) return;
      if (isThere && wasAway) onReturn();
      if (isThere) return;
      wasAway = true;
      timer = setTimeout(ask, ASKED_EVERY_MS);
    }
    void ask();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [onReturn]);
}

async function isServing(): Promise<boolean> {
  try {
    return (await fetch("/readyz", { signal: AbortSignal.timeout(ASKED_EVERY_MS) })).ok;
  } catch {
    return false;
  }
}

function NotLoaded({ onRetry }: { onRetry: () => void }) {
  useServiceReturn(onRetry);
  return (
    <EmptyState
      icon={CloudOff}
      title="This screen could not be loaded"
      action={
        <Button tone="primary" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      MedEx could not be reached, or has been renewed since you opened it. Check the connection.
    </EmptyState>
  );
}

export function NotFound() {
  return (
    <EmptyState
      title="There is nothing at this address"
      action={
        <Button asChild tone="primary">
          <Link to="/">Go to the start</Link>
        </Button>
      }
    >
      The link may be old, or a letter may be missing.
    </EmptyState>
  );
}
