import type { ReactNode } from "react";
import { STATUS_LOOK } from "../order-status.ts";
import { Time } from "../time.tsx";
import { BeadShape } from "./bead-shape.tsx";
import { type Bead, spoken } from "./beads.ts";

type ThreadDetailProps = {
  beads: readonly Bead[];
  /** What proves a bead: photos, a signature, a place. */
  evidence?: (bead: Bead) => ReactNode;
};

/** The thread standing up: each bead with its time, who did it, and what proves it. */
export function ThreadDetail({ beads, evidence }: ThreadDetailProps) {
  return (
    <ol aria-label={spoken(beads)} className="flex flex-col">
      {beads.map((bead, index) => {
        const next = beads[index + 1];
        const { icon: Icon, ink } = STATUS_LOOK[bead.status];
        const isAhead = bead.shape === "future";
        return (
          <li key={bead.key} className="grid grid-cols-[3.25rem_1.5rem_1fr] gap-x-2.5">
            <span className="pt-px text-right text-ink-soft text-sm">
              {bead.at ? <Time at={bead.at} className="!whitespace-normal" /> : null}
            </span>
            <span className={`relative flex justify-center ${isAhead ? "text-ink-soft" : ink}`}>
              {next ? (
                <span
                  className={`absolute top-2.5 -bottom-2.5 w-0.5 ${next.shape === "future" ? "bg-hairline" : "bg-current opacity-60"}`}
                />
              ) : null}
              <span className="relative flex h-5 items-center">
                <BeadShape bead={bead} size="medium" />
              </span>
            </span>
            <div className={`min-w-0 ${next ? (bead.minor ? "pb-2.5" : "pb-4") : ""}`}>
              <p className={`flex items-center gap-1.5 leading-5 ${lookOf(bead)}`}>
                {bead.minor || isAhead ? null : (
                  <Icon aria-hidden className={`size-4 shrink-0 ${ink}`} strokeWidth={1.75} />
                )}
                {bead.label}
                {bead.shape === "current" ? <span className="sr-only"> (now)</span> : null}
                {isAhead ? <span className="sr-only"> (to come)</span> : null}
              </p>
              {bead.actor ? <p className="text-ink-soft text-sm">{bead.actor}</p> : null}
              {bead.detail ? <p className="mt-0.5 break-words text-ink-soft text-sm">{bead.detail}</p> : null}
              {evidence?.(bead)}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function lookOf({ shape, minor }: Bead): string {
  if (shape === "future") return "text-ink-soft text-sm";
  return minor ? "text-sm" : "font-medium";
}
