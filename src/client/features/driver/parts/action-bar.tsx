import type { ReactNode } from "react";

/** Holds the one verb of the screen at the bottom edge, above the phone's own bar. */
export function ActionBar({ children }: { children: ReactNode }) {
  return (
    <div className="shrink-0 border-t bg-surface px-4 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
      <div className="mx-auto flex w-full max-w-120 flex-col gap-2">{children}</div>
    </div>
  );
}
