import { CloudOff, TriangleAlert } from "lucide-react";
import { problemOf } from "../../sdk/problem.ts";
import { Button } from "./button.tsx";

type ErrorStateProps = { error: unknown; onRetry?: () => void; compact?: boolean };

/** What happened, what to do, the request id to quote, and a way to try again. */
export function ErrorState({ error, onRetry, compact }: ErrorStateProps) {
  const problem = problemOf(error);
  const Icon = problem.code === "OFFLINE" ? CloudOff : TriangleAlert;
  return (
    <div role="alert" className={`flex flex-col items-center px-6 text-center ${compact ? "py-6" : "py-14"}`}>
      <Icon aria-hidden className="mb-3 size-6 text-danger" strokeWidth={1.5} />
      <p className="font-medium">{problem.text}</p>
      <p className="mt-1 max-w-96 text-balance text-ink-soft text-sm">{problem.wayOut}</p>
      {onRetry ? (
        <Button className="mt-4" onClick={onRetry}>
          Try again
        </Button>
      ) : null}
      {problem.requestId ? (
        <p className="mt-4 select-all font-mono text-ink-soft text-xs">Request {problem.requestId}</p>
      ) : null}
    </div>
  );
}

/** The same in one line, inside a form or a card. */
export function ErrorLine({ error }: { error: unknown }) {
  if (!error) return null;
  const problem = problemOf(error);
  return (
    <p
      role="alert"
      className="flex items-start gap-2 rounded-control bg-danger-wash px-3 py-2 text-danger text-sm"
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" strokeWidth={1.75} />
      <span>
        {problem.text} {problem.wayOut}
        {problem.requestId && problem.code === "INTERNAL" ? (
          <span className="mt-1 block font-mono text-xs">Request {problem.requestId}</span>
        ) : null}
      </span>
    </p>
  );
}
