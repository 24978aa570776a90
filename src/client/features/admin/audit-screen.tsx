import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText, X } from "lucide-react";
import type { AuditEntry } from "../../../shared/admin/admin.schema.ts";
import { useTRPC } from "../../app/trpc.ts";
import { useUrlFilter } from "../../app/use-url-filter.ts";
import { Button } from "../../ui/button.tsx";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Select } from "../../ui/select.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { Time } from "../../ui/time.tsx";
import { AUDIT_ACTIONS, actionWords, isAlarming } from "./audit-words.ts";
import { Freshness } from "./freshness.tsx";

const ANYTHING = "anything";
const ACTION_OPTIONS = [
  { value: ANYTHING, label: "Everything" },
  ...AUDIT_ACTIONS.map(value => ({ value, label: capital(actionWords(value)) })),
];

/** Who did what to whom, newest first; nothing here can be changed. */
export function AuditScreen() {
  const { get, change } = useUrlFilter();
  const action = get("action");
  const actorId = get("actor");
  const trpc = useTRPC();
  const list = useInfiniteQuery(
    trpc.admin.auditLog.infiniteQueryOptions(
      { limit: 50, ...(action ? { action } : {}), ...(actorId ? { actorId } : {}) },
      { getNextPageParam: page => page.nextCursor ?? undefined, placeholderData: keepPreviousData },
    ),
  );
  const entries = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const actorName = entries.find(({ actor }) => actor.id === actorId)?.actor.name;
  return (
    <>
      <PageHeader title="Audit" actions={<Freshness query={list} />}>
        <Select
          aria-label="What was done"
          value={action || ANYTHING}
          onChange={next => change({ action: next === ANYTHING ? null : next })}
          options={ACTION_OPTIONS}
          className="max-w-72"
        />
        {actorId ? (
          <Button
            size="small"
            icon={<X aria-hidden className="size-4" strokeWidth={1.75} />}
            onClick={() => change({ actor: null })}
          >
            Only {actorName ?? "one account"}
          </Button>
        ) : null}
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {list.isError && !list.data ? (
          <ErrorState error={list.error} onRetry={() => list.refetch()} />
        ) : list.isPending ? (
          <SkeletonRows rows={10} label="Loading the log" />
        ) : entries.length === 0 ? (
          <EmptyState
            icon={ScrollText}
            title="Nothing of this kind is in the log"
            action={<Button onClick={() => change({ action: null, actor: null })}>Show everything</Button>}
          >
            Sign-ins and changes to accounts and businesses are kept for two years.
          </EmptyState>
        ) : (
          <DataTable
            caption="Audit log"
            columns={columnsFor(id => change({ actor: id }))}
            rows={entries}
            rowKey={({ id }) => id}
          />
        )}
        <LoadMore list={list} label="Show older entries" />
      </div>
    </>
  );
}

const columnsFor = (onActor: (actorId: string) => void): Column<AuditEntry>[] => [
  {
    name: "at",
    header: "When",
    width: "8.5rem",
    cell: ({ at }) => <Time at={at} className="text-ink-soft text-sm" />,
  },
  { name: "who", header: "Who", cell: entry => <Who entry={entry} onActor={onActor} /> },
  {
    name: "what",
    header: "Did what",
    cell: ({ action, detail }) => (
      <>
        <span className={isAlarming(action) ? "text-danger" : ""}>{actionWords(action)}</span>
        {detail ? <span className="block break-words text-ink-soft text-sm md:hidden">{detail}</span> : null}
      </>
    ),
  },
  {
    name: "detail",
    header: "Details",
    cell: ({ detail, subject }) => detail ?? subject ?? "–",
    wideOnly: true,
  },
];

function Who({ entry: { actor }, onActor }: { entry: AuditEntry; onActor: (actorId: string) => void }) {
  const { id, name } = actor;
  const shown = actor.role === "system" && !id ? "MedEx" : name;
  if (!id) return <span>{shown}</span>;
  return (
    <button
      type="button"
      title={`Show only what ${shown} did`}
      className="rounded-control text-left font-medium hover:underline"
      onClick={() => onActor(id)}
    >
      {shown}
    </button>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
