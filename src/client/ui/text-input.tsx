import type { ComponentProps, ReactNode } from "react";

/** The looks that every typed-in control shares. */
export const CONTROL_CLASSES = [
  "w-full min-w-0 rounded-control border border-hairline-strong/70 bg-surface px-3 text-base text-ink",
  "transition-colors duration-120 hover:border-hairline-strong",
  "focus-visible:border-brand focus-visible:outline-offset-0",
  "aria-invalid:border-danger disabled:bg-sunken disabled:text-ink-soft",
].join(" ");

/** One line of text. `size` "large" is for thumbs. */
export function TextInput({ className, large, ...rest }: ComponentProps<"input"> & { large?: boolean }) {
  return (
    <input
      className={`${CONTROL_CLASSES} ${large ? "h-11" : "h-9"} ${className ?? ""}`}
      autoComplete="off"
      data-autofocus={rest.autoFocus || undefined}
      {...rest}
    />
  );
}

export function TextArea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea className={`${CONTROL_CLASSES} min-h-20 resize-y py-2 ${className ?? ""}`} {...rest} />;
}

/** A text input with something before or after it (a unit, an icon) inside the same frame. */
export function AdornedInput({
  before,
  after,
  className,
  ...rest
}: ComponentProps<"input"> & { before?: ReactNode; after?: ReactNode }) {
  return (
    <div
      className={`flex h-9 min-w-0 items-center gap-2 rounded-control border border-hairline-strong/70 bg-surface px-2.5 text-ink-soft transition-colors duration-120 focus-within:border-brand hover:border-hairline-strong has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-brand has-[input[aria-invalid]]:border-danger ${className ?? ""}`}
    >
      {before}
      <input
        className="h-full w-full min-w-0 bg-transparent text-base text-ink outline-none"
        autoComplete="off"
        {...rest}
      />
      {after}
    </div>
  );
}
