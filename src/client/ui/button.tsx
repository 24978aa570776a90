import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { tv, type VariantProps } from "tailwind-variants/lite";

const button = tv({
  base: [
    "inline-flex shrink-0 select-none items-center justify-center gap-2 rounded-control font-medium",
    "whitespace-nowrap transition-colors duration-120 ease-out",
    "disabled:cursor-not-allowed disabled:opacity-50 aria-busy:cursor-progress",
  ],
  variants: {
    tone: {
      primary: "bg-brand text-on-brand hover:bg-brand-hover",
      quiet:
        "border border-hairline bg-surface text-ink hover:bg-sunken dark:bg-raised dark:hover:bg-surface",
      bare: "text-ink hover:bg-ink/6",
      danger: "bg-danger text-on-danger hover:bg-danger-hover",
      dangerQuiet: "border border-hairline bg-surface text-danger hover:bg-danger-wash dark:bg-raised",
    },
    size: {
      small: "h-7 px-2.5 text-sm",
      medium: "h-9 px-3.5 text-base",
      large: "h-11 px-5 text-base",
      /** A thumb in a glove: the driver's one action. */
      thumb: "h-14 w-full px-6 text-lg font-semibold",
    },
  },
  defaultVariants: { tone: "quiet", size: "medium" },
});

export type ButtonProps = ComponentProps<"button"> &
  VariantProps<typeof button> & {
    /** Shows that the action is under way and ignores further presses. */
    pending?: boolean;
    icon?: ReactNode;
    /** Renders the child (a link) in the looks of a button. */
    asChild?: boolean;
  };

/** A verb. Keeps its width while pending, so that nothing moves under the pointer. */
export function Button({ tone, size, pending, icon, asChild, className, children, ...rest }: ButtonProps) {
  const classes = button({ tone, size, className });
  if (asChild) {
    return (
      <Slot.Root className={classes} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type="button"
      className={classes}
      aria-busy={pending || undefined}
      {...rest}
      onClick={pending ? event => event.preventDefault() : rest.onClick}
    >
      {pending ? <LoaderCircle aria-hidden className="size-4 animate-spin" strokeWidth={1.75} /> : icon}
      {children}
    </button>
  );
}
