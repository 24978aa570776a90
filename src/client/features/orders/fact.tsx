import type { ReactNode } from "react";

export const ICON = { "aria-hidden": true, className: "size-4", strokeWidth: 1.75 } as const;

/** One fact of a list of them: what it is called, and what it is. */
export function Fact({ icon, name, children }: { icon: ReactNode; name: string; children: ReactNode }) {
  return (
    <div className="relative min-w-0 break-words pl-7.5">
      <dt className="text-ink-soft text-xs">
        <span className="absolute top-0.5 left-0">{icon}</span>
        {name}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}
