import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { useState } from "react";
import type { AuditEntry } from "../../../../shared/admin/admin.schema.ts";
import { useTRPC } from "../../../app/trpc.ts";
import { Button } from "../../../ui/button.tsx";
import type { Column } from "../../../ui/data-table.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { Freshness } from "../../../ui/freshness.tsx";
import { PageHeader } from "../../../ui/page-header.tsx";
import { PagedTable } from "../../../ui/paged-table.tsx";
import { Time } from "../../../ui/time.tsx";
import { AuditFilters } from "./audit-filters.tsx";
import { actionWords, actorWords, isAlarming, summaryOf } from "./audit-words.ts";
import { EntrySheet } from "./entry-sheet.tsx";
import { ExportButton } from "./export-button.tsx";
import { useAuditFilter } from "./use-audit-filter.ts";

/** Who did what to whom and who read whose data, newest first; nothing here can be changed. */
export function AuditScreen() {
  const filter = useAuditFilter();
  const [opened, setOpened] = useState<AuditEntry | null>(null);
  const trpc = useTRPC();
  const list = useInfiniteQuery(
    trpc.admin.auditLog.infiniteQueryOptions(
      { limit: 50, ...filter.input },
      { getNextPageParam: page => page.nextCursor ?? undefined, placeholderData: keepPreviousData },
    ),
  );
  const entries = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <PageHeader
        title="Audit"
        actions={
          <>
            {list.isError ? null : <Freshness query={list} />}
            <ExportButton input={filter.input} />
          </>
        }
      >
        <AuditFilters filter={filter} entries={entries} />
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <PagedTable
          list={list}
          loading="Loading the log"
          empty={
            <EmptyState
              icon={ScrollText}
              title="Nothing of this kind is in the log"
              action={<Button onClick={filter.clear}>Show everything</Button>}
            >
              Sign-ins, changes, and who read whose data are kept for as long as your organisation has set.
            </EmptyState>
          }
          more="Show older entries"
          caption="Audit log"
          columns={COLUMNS}
          rows={entries}
          rowKey={({ id }) => id}
          onOpen={setOpened}
          openKey={opened?.id ?? null}
        />
      </div>
      <EntrySheet entry={opened} onClose={() => setOpened(null)} onNarrow={filter.change} />
    </>
  );
}

const COLUMNS: readonly Column<AuditEntry>[] = [
  {
    name: "at",
    header: "When",
    cell: ({ at }) => <Time at={at} className="text-ink-soft text-sm" />,
  },
  {
    name: "who",
    header: "Who",
    cell: ({ actor }) => <span className="font-medium">{actorWords(actor)}</span>,
  },
  {
    name: "what",
    header: "Did what",
    cell: entry => (
      <>
        <span className={isAlarming(entry.action) ? "text-danger" : ""}>{actionWords(entry.action)}</span>
        <span className="line-clamp-2 break-words text-ink-soft text-sm md:hidden">{summaryOf(entry)}</span>
      </>
    ),
  },
  {
    name: "detail",
    header: "Details",
    cell: entry => <span className="line-clamp-2 break-words">{summaryOf(entry) || "–"}</span>,
    wideOnly: true,
  },
  {
    name: "ip",
    header: "From",
    cell: ({ ip }) => <span className="whitespace-nowrap font-mono text-sm">{ip ?? "–"}</span>,
    wideOnly: true,
  },
];
