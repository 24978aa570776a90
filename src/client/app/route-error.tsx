import { CloudOff } from "lucide-react";
import { isRouteErrorResponse, Link, useRouteError } from "react-router";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { ScreenNotLoaded } from "./lazy-screen.ts";

/** The last net: a screen that broke says so, with a way on. A chunk of an older release is fetched by reloading. */
export function RouteError() {
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFound />;
  const reload = () => window.location.reload();
  if (error instanceof ScreenNotLoaded) return <NotLoaded onRetry={reload} />;
  return <ErrorState error={error} onRetry={reload} />;
}

function NotLoaded({ onRetry }: { onRetry: () => void }) {
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
