import { Skeleton } from "../ui/skeleton.tsx";

/** Before the first screen is there. */
export function Opening() {
  return (
    <div role="status" aria-label="Opening MedEx" className="flex h-full items-center justify-center">
      <Skeleton className="h-1 w-24 rounded-full" />
    </div>
  );
}
