import { Skeleton } from "../../../ui/skeleton.tsx";

/** The shape of a stop, while the work is being read. */
export function WorkSkeleton() {
  return (
    <div
      role="status"
      aria-label="Opening your work"
      className="mx-auto flex w-full max-w-120 flex-1 flex-col gap-4 p-4"
    >
      <Skeleton className="h-11 w-32 rounded-full" />
      <Skeleton className="mt-4 h-8 w-56" />
      <Skeleton className="h-6 w-44" />
      <Skeleton className="mt-2 h-12 w-full" />
      <span className="flex-1" />
      <Skeleton className="h-14 w-full" />
    </div>
  );
}
