import { STATUS_LOOK } from "../order-status.ts";
import { BeadShape } from "./bead-shape.tsx";
import { type Bead, spoken } from "./beads.ts";

/**
 * THE THREAD: a line with a bead per custody event. `row` is 88 px wide for a queue; `card` spans a card and names
 * the step that is now; `tracking` is large, for the page of the recipient. The vertical one, with times, actors
 * and evidence, is `ThreadDetail`.
 */
export function Thread({ beads, size }: { beads: readonly Bead[]; size: "row" | "card" | "tracking" }) {
  if (size === "row") return <ThreadLine beads={beads} bead="small" className="h-4 w-22" />;
  if (size === "card") return <ThreadCard beads={beads} />;
  return <ThreadLarge beads={beads} />;
}

const inkOf = (beads: readonly Bead[]) => {
  const now = beads.findLast(({ shape }) => shape !== "future");
  return now ? STATUS_LOOK[now.status].ink : "text-ink-soft";
};

function ThreadLine({
  beads,
  bead,
  className,
}: {
  beads: readonly Bead[];
  bead: "small" | "medium" | "large";
  className: string;
}) {
  return (
    <span
      role="img"
      aria-label={spoken(beads)}
      className={`inline-flex shrink-0 items-center px-0.5 ${inkOf(beads)} ${className}`}
    >
      {beads.map((one, index) => (
        <span key={one.key} className={`flex items-center ${index === 0 ? "" : "flex-1"}`}>
          {index === 0 ? null : <Segment ahead={one.shape === "future"} />}
          <BeadShape bead={one} size={bead} />
        </span>
      ))}
    </span>
  );
}

function Segment({ ahead }: { ahead: boolean }) {
  return <span className={`h-0.5 flex-1 ${ahead ? "bg-hairline-strong/50" : "bg-current"}`} />;
}

function ThreadCard({ beads }: { beads: readonly Bead[] }) {
  const now = beads.findLast(({ shape }) => shape !== "future");
  if (!now) return null;
  const { icon: Icon, ink } = STATUS_LOOK[now.status];
  return (
    <div className="flex flex-col gap-2">
      <ThreadLine beads={beads} bead="medium" className="h-5 w-full" />
      <p className={`flex items-center gap-1.5 font-medium text-sm ${ink}`}>
        <Icon aria-hidden className="size-4" strokeWidth={1.75} />
        {now.label}
      </p>
    </div>
  );
}

function ThreadLarge({ beads }: { beads: readonly Bead[] }) {
  return (
    <ol aria-label={spoken(beads)} className={`flex w-full items-start ${inkOf(beads)}`}>
      {beads.map((one, index) => {
        const { icon: Icon } = STATUS_LOOK[one.status];
        const isNow =
          one.shape === "current" || index === beads.findLastIndex(({ shape }) => shape !== "future");
        return (
          <li
            key={one.key}
            className={`flex min-w-0 flex-col ${index === 0 ? "items-start" : "flex-1 items-end"}`}
          >
            <span className="flex h-9 w-full items-center">
              {index === 0 ? null : <Segment ahead={one.shape === "future"} />}
              <LargeBead bead={one} icon={<Icon aria-hidden className="size-4" strokeWidth={1.75} />} />
            </span>
            <span className="sr-only">
              {one.label}
              {one.shape === "future" ? ", to come" : isNow ? ", now" : ", done"}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function LargeBead({ bead, icon }: { bead: Bead; icon: React.ReactNode }) {
  if (bead.shape === "future") {
    return (
      <span className="inline-flex size-7 shrink-0 items-center justify-center rounded-full border-[1.5px] border-hairline-strong bg-surface text-ink-soft">
        {icon}
      </span>
    );
  }
  const look = {
    done: "size-7 rounded-full",
    current: "size-9 rounded-full bead-current",
    failed: "size-7 rounded-[4px]",
  }[bead.shape];
  return (
    <span className={`inline-flex shrink-0 items-center justify-center bg-current ${look}`}>
      <span className="text-surface">{icon}</span>
    </span>
  );
}
