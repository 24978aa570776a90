import { isRouteErrorResponse, Link, useRouteError } from "react-router";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";

/** The last net: a screen that broke says so, with a way on. A chunk of an older release is fetched by reloading. */
export function RouteError() {
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFound />;
  return <ErrorState error={error} onRetry={() => window.location.reload()} />;
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
