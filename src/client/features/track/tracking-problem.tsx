import { CloudOff } from "lucide-react";
import { Logo } from "../../ui/logo.tsx";

/** Nothing could be read at all: what happened, and another try. */
export function TrackingProblem({ onRetry }: { onRetry: () => void }) {
  return (
    <main className="mx-auto flex min-h-full max-w-110 flex-col p-6">
      <Logo withName />
      <div role="alert" className="flex flex-1 flex-col items-center justify-center gap-2 pb-24 text-center">
        <CloudOff aria-hidden className="size-6 text-danger" strokeWidth={1.5} />
        <p className="font-medium text-lg">Your delivery could not be looked up.</p>
        <p className="text-balance text-ink-soft">Check the connection and try again.</p>
        <button
          type="button"
          onClick={onRetry}
          className="mt-3 h-11 rounded-control border border-hairline-strong bg-surface px-5 font-medium"
        >
          Try again
        </button>
      </div>
    </main>
  );
}
