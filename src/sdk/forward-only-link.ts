import type { TRPCLink } from "@trpc/client";
import type { AppRouter } from "../server/trpc/router.ts";

/** React Query's endless lists name their direction; ours only go forward, and the server refuses unknown fields. */
export const forwardOnlyLink: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) => {
    if (op.type !== "query" || typeof op.input !== "object" || op.input === null) return next(op);
    if (!("direction" in op.input)) return next(op);
    const { direction: _, ...input } = op.input;
    return next({ ...op, input });
  };
