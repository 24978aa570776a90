import type { ReactNode } from "react";

/** A part of a sheet: its name, a hairline, what belongs together. */
export function SheetPart({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-3 border-b px-5 py-5 last:border-b-0">
      <h3 className="font-semibold text-base">{title}</h3>
      {children}
    </section>
  );
}
