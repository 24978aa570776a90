/** A key of the keyboard. */
export function Key({ children, inverse }: { children: string; inverse?: boolean }) {
  return (
    <kbd
      className={`inline-flex h-5 min-w-5 items-center justify-center rounded-[4px] border px-1 font-mono text-xs ${
        inverse ? "border-paper/30 text-paper" : "border-hairline bg-sunken text-ink-soft"
      }`}
    >
      {children}
    </kbd>
  );
}
