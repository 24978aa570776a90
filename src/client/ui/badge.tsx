import type { ReactNode } from "react";
import { tv, type VariantProps } from "tailwind-variants/lite";

const badge = tv({
  base: "inline-flex h-6 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-full px-2 font-medium text-xs",
  variants: {
    tone: {
      neutral: "bg-ink/6 text-ink-soft",
      brand: "bg-brand-wash text-brand",
      attention: "bg-attention-wash text-attention-ink ring-1 ring-attention/50 ring-inset",
      danger: "bg-danger-wash text-danger",
    },
  },
  defaultVariants: { tone: "neutral" },
});

type BadgeProps = VariantProps<typeof badge> & { icon?: ReactNode; children: ReactNode; className?: string };

/** A short fact beside a name. */
export function Badge({ tone, icon, children, className }: BadgeProps) {
  return (
    <span className={badge({ tone, className })}>
      {icon}
      {children}
    </span>
  );
}
