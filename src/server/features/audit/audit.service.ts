import type {
  AuditEntry,
  AuditExportInput,
  AuditGroup,
  AuditLogInput,
} from "../../../shared/admin/admin.schema.ts";
import type { Actor } from "../../../shared/auth/actor.ts";
import { mapPage, type Page } from "../../../shared/pagination.ts";
import type { ReportExport } from "../../../shared/reports/report.schema.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Ids } from "../../platform/ids/ids.port.ts";
import type { Tx } from "../../platform/mongo/transactor.port.ts";
import type { Timers } from "../../platform/timers/timers.port.ts";
import { createGroupedCalls } from "../grouped-calls/index.ts";
import type { AuditDoc, AuditFilter, AuditRepo } from "./audit.repo.ts";
import { toAuditEntry, toCsvRows } from "./audit.view.ts";
import type { AuditRecord } from "./audit-record.ts";
import { createReadLog } from "./read-log.ts";

/** What a spreadsheet opens at once; whoever needs more asks for shorter periods. */
const MOST_EXPORTED = 10_000;
const EXPORT_PAGE = 1_000;
/** So many reads are written down together: when a process has died thousands look at their boards anew at once. */
const MAX_TOGETHER = 250;
/** A write that hangs holds up those of its group, and nobody else until so many hang. */
const WRITES_AT_ONCE = 8;

type Deps = {
  repo: AuditRepo;
  clock: Clock;
  timers: Timers;
  ids: Ids;
  /** The ids behind what somebody typed: an order number, an e-mail address, an account that is a driver's too. */
  idsBehind: (typed: string) => Promise<string[]>;
};

export type AuditService = ReturnType<typeof createAuditService>;

export function createAuditService({ repo, clock, timers, ids, idsBehind }: Deps) {
  /** Writes one entry: in the transaction of what it reports, so that neither is without the other, or alone. */
  function record(tx: Tx | null, entry: AuditRecord): Promise<void> {
    return repo.insert(tx, stamped(entry));
  }

  const stamped = (entry: AuditRecord): AuditDoc => toDoc(entry, { id: ids.uuid(), now: clock.now() });

  const writeReads = createGroupedCalls<AuditDoc, void>({
    maxItems: MAX_TOGETHER,
    atOnce: WRITES_AT_ONCE,
    call: repo.insertAll,
  });

  async function toFilter({ subject, from, to, ...filter }: AuditExportInput): Promise<AuditFilter> {
    return {
      ...filter,
      subjects: subject === undefined ? undefined : [subject, ...(await idsBehind(subject))],
      from: from === undefined ? undefined : new Date(from),
      to: to === undefined ? undefined : new Date(to),
    };
  }

  return {
    record,
    ...createReadLog({ clock, timers, write: entry => writeReads([stamped(entry)]) }),

    /** The log, newest first; the permission admits administrators only, who see all of it. */
    async list(_actor: Actor, { cursor, limit, ...filter }: AuditLogInput): Promise<Page<AuditEntry>> {
      const page = await repo.list(await toFilter(filter), { limit, ...(cursor && { cursor }) });
      return mapPage(page, toAuditEntry);
    },

    /** The newest entries that the filter finds, as a file for somebody else to look at. */
    async export(_actor: Actor, input: AuditExportInput): Promise<ReportExport> {
      const filter = await toFilter(input);
      const found: AuditEntry[] = [];
      let cursor: string | null = null;
      do {
        const page: Page<AuditDoc> = await repo.list(filter, {
          limit: EXPORT_PAGE,
          ...(cursor && { cursor }),
        });
        found.push(...page.items.map(toAuditEntry));
        cursor = page.nextCursor;
      } while (cursor && found.length < MOST_EXPORTED);
      return {
        filename: `medex-audit-${clock.now().toISOString().slice(0, 10)}.csv`,
        contentType: "text/csv; charset=utf-8",
        content: toCsvRows(found),
      };
    },
  };
}

function toDoc({ call, ...entry }: AuditRecord, { id, now }: { id: string; now: Date }): AuditDoc {
  return {
    _id: id,
    createdAt: now,
    actor: entry.actor,
    action: entry.action,
    group: groupOf(entry),
    subject: entry.subject ?? null,
    subjectKind: entry.subjectKind ?? null,
    detail: entry.detail ?? null,
    changes: entry.changes ?? [],
    reason: call?.reason ?? null,
    ip: call?.ip ?? null,
    userAgent: call?.userAgent ?? null,
    requestId: call?.requestId ?? null,
    sessionId: entry.sessionId ?? null,
  };
}

function groupOf({ action, actor }: Pick<AuditRecord, "action" | "actor">): AuditGroup {
  if (action.startsWith("auth.")) return "signIns";
  if (action.startsWith("read.")) return "reads";
  return actor.role === "admin" ? "adminActions" : "changes";
}
