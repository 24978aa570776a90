import { ArrowDown, ArrowUp, Minus } from "lucide-react";

type FigureProps = {
  name: string;
  value: string;
  /** Change against the period before, in words; null where there is nothing to compare with. */
  change: { text: string; direction: "up" | "down" | "same"; isGood: boolean | null } | null;
  /** What it is meant to be, and whether it is. */
  note?: string | null;
  /** The one that the screen is about: large, on a line of its own. */
  large?: boolean;
};

const ARROW = { up: ArrowUp, down: ArrowDown, same: Minus } as const;

/** One number against the period before: arrow and words, colour only on top of them. */
export function Figure({ name, value, change, note, large }: FigureProps) {
  const Arrow = change ? ARROW[change.direction] : null;
  const ink =
    change?.isGood === true ? "text-delivered" : change?.isGood === false ? "text-danger" : "text-ink-soft";
  return (
    <div className={`flex flex-col gap-1 ${large ? "col-span-full" : ""}`}>
      <dt className="text-ink-soft text-sm">{name}</dt>
      <dd className={`font-semibold tabular-nums ${large ? "text-eta" : "text-xl"}`}>{value}</dd>
      {change && Arrow ? (
        <dd className={`flex items-center gap-1 text-sm ${ink}`}>
          <Arrow aria-hidden className="size-3.5" strokeWidth={2} />
          {change.text}
        </dd>
      ) : null}
      {note ? <dd className="text-ink-soft text-sm">{note}</dd> : null}
    </div>
  );
}
