import { Unlink } from "lucide-react";
import type { ReactNode } from "react";

/** A link that opens nothing any more: why that may be, and the way on. */
export function DeadLink({ children }: { children: ReactNode }) {
  return (
    <div role="alert" className="flex flex-col items-start gap-4">
      <Unlink aria-hidden className="size-6 text-danger" strokeWidth={1.5} />
      <div>
        <h1 className="font-semibold text-xl">This link no longer works</h1>
        <p className="mt-1 text-ink-soft">
          It was used already, is too old, or was cut off on its way. The newest letter has the newest link.
        </p>
      </div>
      {children}
    </div>
  );
}
