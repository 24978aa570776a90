import { Button } from "./button.tsx";
import { ErrorLine } from "./error-state.tsx";

export type Paged = {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  error: unknown;
  fetchNextPage: () => unknown;
};

/** The end of a list that goes on. Pressed, not scrolled into: what stands below stays reachable. */
export function LoadMore({ list, label = "Show more" }: { list: Paged; label?: string }) {
  if (!list.hasNextPage) return null;
  return (
    <div className="flex flex-col items-center gap-3 p-4">
      {list.isFetchNextPageError ? <ErrorLine error={list.error} /> : null}
      <Button pending={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
        {label}
      </Button>
    </div>
  );
}
