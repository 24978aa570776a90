import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

const TONE = {
  quiet: "bg-sunken text-ink",
  attention: "bg-attention-wash text-attention-ink",
  danger: "bg-danger-wash text-danger",
} as const;

type NoticeProps = {
  tone?: keyof typeof TONE;
  icon: LucideIcon;
  /** What happened. */
  title: ReactNode;
  /** What it means and what to do. */
  children?: ReactNode;
  action?: { label: string; onPress: () => void };
  /** Read out at once. */
  isUrgent?: boolean;
};

/** Something the driver has to know, above what he has to do. */
export function Notice({ tone = "quiet", icon: Icon, title, children, action, isUrgent }: NoticeProps) {
  return (
    <div role={isUrgent ? "alert" : "status"} className={`rounded-card px-4 py-3 ${TONE[tone]}`}>
      <div className="flex items-start gap-3">
        <Icon aria-hidden className="mt-0.5 size-5 shrink-0" strokeWidth={1.75} />
        <div className="min-w-0 flex-1">
          <p className="font-medium">{title}</p>
          {children ? <div className="mt-0.5 text-ink">{children}</div> : null}
        </div>
      </div>
      {action ? (
        <button
          type="button"
          onClick={action.onPress}
          className="mt-1 -mb-1.5 ml-6 h-11 rounded-control px-2 font-semibold text-ink underline underline-offset-4"
        >
          {action.label}
        </button>
      ) : null}
    </div>
  );
}
