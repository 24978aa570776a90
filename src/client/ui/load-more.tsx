import { Button } from "./button.tsx";

export type Paged = { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };

/** The end of a list that goes on. Pressed, not scrolled into: what stands below stays reachable. */
export function LoadMore({ list, label = "Show more" }: { list: Paged; label?: string }) {
  if (!list.hasNextPage) return null;
  return (
    <div className="flex justify-center p-4">
      <Button pending={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
        {label}
      </Button>
    </div>
  );
}
