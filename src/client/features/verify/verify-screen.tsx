import { FileCheck2 } from "lucide-react";
import { type DragEvent, useState } from "react";
import { Logo } from "../../ui/logo.tsx";
import { EventList } from "./event-list.tsx";
import { useVerdict } from "./use-verdict.ts";
import { VerdictCard } from "./verdict-card.tsx";

/** Has anybody been at it? One file, checked where it is. */
export function VerifyScreen() {
  const { keys, name, checked, unreadable, take } = useVerdict();
  const canCheck = window.crypto?.subtle !== undefined;
  return (
    <main className="mx-auto flex min-h-full max-w-150 flex-col gap-6 p-6">
      <Logo withName />
      <header>
        <h1 className="font-semibold text-xl">Check a chain of custody</h1>
        <p className="mt-1 text-ink-soft">
          The file is checked in this browser and sent nowhere. Once this page is open, it needs no network.
        </p>
      </header>
      {canCheck ? (
        <DropPlace onFiles={take} />
      ) : (
        <p role="alert">
          This browser checks signatures only on pages that were opened over https. Use the command line
          instead.
        </p>
      )}
      <p className="text-ink-soft text-sm">
        {keys
          ? `Signatures are checked with ${keys.keys.length} public ${keys.keys.length === 1 ? "key" : "keys"} from ${keys.from}. Drop a key file here to use your own copy.`
          : "There are no public keys here: drop the key file too, or the signature cannot be checked."}
      </p>
      <div aria-live="polite" className="flex flex-col gap-6">
        {unreadable ? <p className="text-danger">{unreadable} is not JSON, so it is no export.</p> : null}
        {checked && name ? <VerdictCard name={name} report={checked.report} /> : null}
      </div>
      {checked?.events.length ? (
        <EventList events={checked.events} brokenAt={checked.report.brokenAt} />
      ) : null}
    </main>
  );
}

function DropPlace({ onFiles }: { onFiles: (files: Iterable<File>) => void }) {
  const [isOver, setIsOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    onFiles(event.dataTransfer.files);
  };
  return (
    <label
      onDragOver={event => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
      className={`flex cursor-pointer flex-col items-center gap-2 rounded-card border border-hairline-strong border-dashed px-6 py-10 text-center focus-within:outline-2 focus-within:outline-brand ${isOver ? "bg-brand-wash" : "bg-surface"}`}
    >
      <FileCheck2 aria-hidden className="size-6 text-brand" strokeWidth={1.5} />
      <span className="font-medium">Drop the exported file here, or choose it</span>
      <span className="text-ink-soft text-sm">
        What <code className="font-mono">orders.custody</code> answered
      </span>
      <input
        type="file"
        accept=".json,application/json"
        multiple
        className="sr-only"
        onChange={event => onFiles([...(event.target.files ?? [])])}
      />
    </label>
  );
}
