import type { ComponentProps, ReactNode } from "react";
import { tv, type VariantProps } from "tailwind-variants/lite";
import { Tooltip } from "./tooltip.tsx";

const iconButton = tv({
  base: [
    "inline-flex shrink-0 items-center justify-center rounded-control text-ink-soft transition-colors duration-120",
    "hover:bg-ink/6 hover:text-ink disabled:opacity-50 aria-pressed:bg-brand-wash aria-pressed:text-brand",
  ],
  variants: {
    size: { small: "size-7", medium: "size-9", large: "size-11" },
    outlined: { true: "border border-hairline bg-surface dark:bg-raised" },
  },
  defaultVariants: { size: "medium" },
});

type IconButtonProps = Omit<ComponentProps<"button">, "aria-label"> &
  VariantProps<typeof iconButton> & {
    /** The verb: read out, and shown on hover. */
    label: string;
    children: ReactNode;
    /** A key that does the same, shown beside the label. */
    hint?: string;
  };

export function IconButton({ label, hint, size, outlined, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} hint={hint}>
      <button
        type="button"
        aria-label={label}
        className={iconButton({ size, outlined, className })}
        {...rest}
      />
    </Tooltip>
  );
}
