import type { ReactNode } from "react";
import { Link } from "react-router";
import type { AuditChange, AuditEntry, SubjectKind } from "../../../../shared/admin/admin.schema.ts";
import { Button } from "../../../ui/button.tsx";
import { Sheet } from "../../../ui/sheet.tsx";
import { fullTime } from "../../../ui/time-format.ts";
import { SheetPart } from "../sheet-part.tsx";
import { actionWords, actorWords, kindOf } from "./audit-words.ts";

type EntrySheetProps = {
  entry: AuditEntry | null;
  onClose: () => void;
  /** Narrows the log to what the reader picks here. */
  onNarrow: (changes: Record<string, string | null>) => void;
};

/** Everything that the log knows of one entry, and the ways on from it. */
export function EntrySheet({ entry, onClose, onNarrow }: EntrySheetProps) {
  const narrow = (changes: Record<string, string>) => {
    onNarrow(changes);
    onClose();
  };
  return (
    <Sheet open={entry !== null} onOpenChange={isOpen => !isOpen && onClose()} title="Entry of the log">
      {entry ? <Opened entry={entry} narrow={narrow} /> : null}
    </Sheet>
  );
}

type OpenedProps = { entry: AuditEntry; narrow: (changes: Record<string, string>) => void };

function Opened({ entry, narrow }: OpenedProps) {
  const { actor, changes, subjects, ip } = entry;
  return (
    <>
      <SheetPart title={`${actorWords(actor)} ${actionWords(entry.action)}`}>
        <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-4 gap-y-2 text-sm">
          <Row name="When">{fullTime(entry.at)}</Row>
          {entry.detail ? <Row name="Details">{entry.detail}</Row> : null}
          {entry.reason ? <Row name="Reason">{entry.reason}</Row> : null}
          <Row name="Role">{actor.role}</Row>
          <Row name="Action" isCode>
            {entry.action}
          </Row>
          <Row name="From" isCode>
            {ip ?? "–"}
          </Row>
          <Row name="Browser">{entry.userAgent ?? "–"}</Row>
          <Row name="Request" isCode>
            {entry.requestId ?? "–"}
          </Row>
          <Row name="Session" isCode>
            {entry.sessionId ?? "–"}
          </Row>
        </dl>
        <div className="flex flex-wrap gap-2">
          {actor.id ? (
            <Button size="small" onClick={() => narrow({ actor: actor.id ?? "" })}>
              Everything by {actorWords(actor)}
            </Button>
          ) : null}
          {ip ? (
            <Button size="small" onClick={() => narrow({ ip })}>
              Everything from this address
            </Button>
          ) : null}
        </div>
      </SheetPart>
      {changes.length > 0 ? (
        <SheetPart title="What changed">
          <ul className="flex flex-col gap-1.5 text-sm">
            {changes.map(change => (
              <li key={change.field}>
                <ChangeLine change={change} />
              </li>
            ))}
          </ul>
        </SheetPart>
      ) : null}
      {subjects.length > 0 ? (
        <SheetPart title={subjects.length === 1 ? "About" : `About ${subjects.length}`}>
          <ul className="flex flex-col gap-1.5 text-sm">
            {subjects.map(id => (
              <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <Subject id={id} kind={kindOf(entry)} />
                <Button size="small" onClick={() => narrow({ subject: id, group: "", action: "" })}>
                  All about it
                </Button>
              </li>
            ))}
          </ul>
        </SheetPart>
      ) : null}
    </>
  );
}

function Row({ name, isCode, children }: { name: string; isCode?: boolean; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-soft">{name}</dt>
      <dd className={`min-w-0 break-words ${isCode ? "font-mono" : ""}`}>{children}</dd>
    </>
  );
}

function ChangeLine({ change: { field, from, to } }: { change: AuditChange }) {
  if (from === undefined && to === undefined)
    return (
      <>
        <span className="font-medium">{field}</span>{" "}
        <span className="text-ink-soft">changed; personal, so not kept</span>
      </>
    );
  return (
    <>
      <span className="font-medium">{field}</span>{" "}
      <span className="break-words text-ink-soft">
        {from ?? "nothing"} → <span className="text-ink">{to ?? "nothing"}</span>
      </span>
    </>
  );
}

const PLACES: Partial<Record<SubjectKind, string>> = {
  order: "/admin/orders?sel=",
  user: "/admin/users?sel=",
  vendor: "/admin/vendors?sel=",
};

function Subject({ id, kind }: { id: string; kind: SubjectKind | null }) {
  const place = kind && PLACES[kind];
  const words = kind ? `${kind} ${id}` : id;
  return place && id.length === 36 ? (
    <Link to={`${place}${id}`} className="break-all font-mono text-brand hover:underline">
      {words}
    </Link>
  ) : (
    <span className="break-all font-mono">{words}</span>
  );
}
