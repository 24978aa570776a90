import { problemOf } from "../../sdk/problem.ts";

/** The frame has loaded it by then; nobody waits for a message that is not there yet. */
const withToaster = (tellIt: (module: typeof import("./toaster.tsx")) => unknown) =>
  void import("./toaster.tsx").then(tellIt, () => {});

type Undo = { label: string; onClick: () => void };

/** Says that something has happened, after the server said so. */
export const tell = (text: string, options: { detail?: string; action?: Undo } = {}) =>
  withToaster(({ toast }) => toast.success(text, { description: options.detail, action: options.action }));

/** Says what went wrong and what to do, with the request id when somebody has to look at it. */
export function tellProblem(error: unknown) {
  const { text, wayOut, requestId, code } = problemOf(error);
  // He was asked why, and left it.
  if (code === "REASON_REQUIRED") return;
  const reference = requestId && code === "INTERNAL" ? ` Request ${requestId}.` : "";
  withToaster(({ toast }) => toast.error(text, { description: `${wayOut}${reference}`, duration: 8_000 }));
}
