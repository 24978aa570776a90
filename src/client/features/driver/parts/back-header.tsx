import { ChevronLeft } from "lucide-react";
import { useNavigate } from "react-router";

type BackHeaderProps = { title: string; detail?: string; mono?: string };

/** The top of a screen that belongs to one stop. */
export function BackHeader({ title, detail, mono }: BackHeaderProps) {
  const navigate = useNavigate();
  return (
    <header className="shrink-0 pt-[env(safe-area-inset-top)]">
      <div className="mx-auto flex min-h-16 w-full max-w-120 items-center gap-1 px-2 py-2">
        <button
          type="button"
          aria-label="Back to the stop"
          onClick={() => navigate("/driver")}
          className="inline-flex size-11 shrink-0 items-center justify-center rounded-control hover:bg-ink/6"
        >
          <ChevronLeft aria-hidden className="size-7" strokeWidth={1.75} />
        </button>
        <div className="min-w-0 flex-1">
          <h1 className="truncate font-semibold text-lg">{title}</h1>
          {detail ? <p className="truncate text-ink-soft">{detail}</p> : null}
        </div>
        {mono ? <span className="pr-2 font-mono text-ink-soft max-[359px]:hidden">{mono}</span> : null}
      </div>
    </header>
  );
}
