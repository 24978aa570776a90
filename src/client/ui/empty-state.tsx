import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

type EmptyStateProps = {
  icon?: LucideIcon;
  title: string;
  /** The one thing worth knowing here. */
  children?: ReactNode;
  /** At most one. */
  action?: ReactNode;
  compact?: boolean;
};

/** Nothing here: teaches one thing, offers one action. */
export function EmptyState({ icon: Icon, title, children, action, compact }: EmptyStateProps) {
  return (
    <div className={`flex flex-col items-center px-6 text-center ${compact ? "py-6" : "py-14"}`}>
      {Icon ? <Icon aria-hidden className="mb-3 size-6 text-ink-soft" strokeWidth={1.5} /> : null}
      <p className="font-medium">{title}</p>
      {children ? <p className="mt-1 max-w-96 text-balance text-ink-soft text-sm">{children}</p> : null}
      {action ? <div className="mt-4">{action}</div> : null}
    </div>
  );
}
