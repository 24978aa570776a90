import type { ReactNode } from "react";

type PageHeaderProps = { title: string; children?: ReactNode; actions?: ReactNode };

/** The top of a screen: its name, what narrows it, what can be done. */
export function PageHeader({ title, children, actions }: PageHeaderProps) {
  return (
    <header className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-b bg-paper px-4 py-2.5 md:px-6">
      <h1 className="font-semibold text-lg">{title}</h1>
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2 max-md:order-last max-md:basis-full max-md:empty:hidden">
        {children}
      </div>
      <span className="flex-1 md:hidden" />
      {actions ? <div className="flex items-center gap-2">{actions}</div> : null}
    </header>
  );
}
