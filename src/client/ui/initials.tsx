/** "Aino Laine" -> "AL": what a pin or a disc has room for. */
export const initialsOf = (name: string): string => {
  const words = name.trim().split(/\s+/);
  const first = words[0]?.charAt(0) ?? "";
  const last = words.length > 1 ? (words.at(-1)?.charAt(0) ?? "") : "";
  return (first + last).toUpperCase();
};

/** A person as a disc with initials, for beside his name. */
export function Initials({ name, className }: { name: string; className?: string }) {
  return (
    <span
      aria-hidden
      className={`inline-flex size-8 shrink-0 items-center justify-center rounded-full bg-ink/8 font-medium text-ink-soft text-xs ${className ?? ""}`}
    >
      {initialsOf(name)}
    </span>
  );
}
