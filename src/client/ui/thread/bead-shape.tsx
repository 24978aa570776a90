import type { Bead } from "./beads.ts";

const SIZE = { small: "size-2", medium: "size-3", large: "size-5" } as const;
const CURRENT_SIZE = { small: "size-2.5", medium: "size-3.5", large: "size-6" } as const;

/** Filled: done. Ringed: now. Hollow: to come. Square: failed. The colour is the text colour around it. */
export function BeadShape({ bead, size }: { bead: Pick<Bead, "shape" | "minor">; size: keyof typeof SIZE }) {
  const { shape, minor } = bead;
  if (minor) return <span className="size-2 rounded-full bg-current ring-2 ring-surface" />;
  if (shape === "failed") return <span className={`${SIZE[size]} rounded-[2px] bg-current`} />;
  if (shape === "current")
    return <span className={`${CURRENT_SIZE[size]} bead-current rounded-full bg-current`} />;
  if (shape === "future") {
    return <span className={`${SIZE[size]} rounded-full border-[1.5px] border-hairline-strong bg-surface`} />;
  }
  return <span className={`${SIZE[size]} rounded-full bg-current`} />;
}
