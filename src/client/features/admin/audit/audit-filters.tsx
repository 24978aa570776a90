import { X } from "lucide-react";
import type { AuditEntry } from "../../../../shared/admin/admin.schema.ts";
import { Button } from "../../../ui/button.tsx";
import { SearchInput } from "../../../ui/search-input.tsx";
import { Segmented } from "../../../ui/segmented.tsx";
import { Select } from "../../../ui/select.tsx";
import { TextInput } from "../../../ui/text-input.tsx";
import { AUDIT_ACTIONS, actionWords, actorWords } from "./audit-words.ts";
import { type AuditUrlFilter, GROUPS } from "./use-audit-filter.ts";

const ANYTHING = "anything";
const ACTION_OPTIONS = [
  { value: ANYTHING, label: "Whatever was done" },
  ...AUDIT_ACTIONS.map(value => ({ value, label: capital(actionWords(value)) })),
];

type AuditFiltersProps = { filter: AuditUrlFilter; entries: readonly AuditEntry[] };

/** Of which kind, of what, about whom, in which days; and as chips what was picked from an entry. */
export function AuditFilters({ filter, entries }: AuditFiltersProps) {
  const { get, change, group, from, to } = filter;
  const actorId = get("actor");
  const actor = entries.find(entry => entry.actor.id === actorId)?.actor;
  return (
    <>
      <Segmented
        label="Kind"
        value={group}
        segments={GROUPS}
        onChange={next => change({ group: next === "all" ? null : next, action: null })}
      />
      <SearchInput
        key={get("subject")}
        query={get("subject")}
        onSearch={subject => change({ subject })}
        label="About whom or what"
        placeholder="Order number, e-mail or id"
        className="w-full sm:w-64"
      />
      <SearchInput
        query={get("text")}
        onSearch={text => change({ text })}
        label="Words in reasons, details and names"
        placeholder="Words"
        className="w-full sm:w-40"
      />
      <Select
        aria-label="What was done"
        value={get("action") || ANYTHING}
        onChange={next => change({ action: next === ANYTHING ? null : next })}
        options={ACTION_OPTIONS}
        className="max-w-60"
      />
      <span className="flex items-center gap-1.5 text-ink-soft text-sm">
        <Day label="From" day={from} onChange={day => change({ from: day })} />
        to
        <Day label="To" day={to} onChange={day => change({ to: day })} />
      </span>
      {actorId ? (
        <Chip
          words={`By ${actor ? actorWords(actor) : "one account"}`}
          onRemove={() => change({ actor: null })}
        />
      ) : null}
      {get("ip") ? <Chip words={`From ${get("ip")}`} onRemove={() => change({ ip: null })} /> : null}
    </>
  );
}

function Day({ label, day, onChange }: { label: string; day: string; onChange: (day: string) => void }) {
  return (
    <TextInput
      type="date"
      aria-label={label}
      value={day}
      onChange={event => onChange(event.target.value)}
      className="!w-36"
    />
  );
}

function Chip({ words, onRemove }: { words: string; onRemove: () => void }) {
  return (
    <Button
      size="small"
      icon={<X aria-hidden className="size-4" strokeWidth={1.75} />}
      title="Take this filter out"
      onClick={onRemove}
    >
      {words}
    </Button>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
