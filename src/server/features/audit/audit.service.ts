import type { AuditEntry, AuditLogInput } from "../../../shared/admin/admin.schema.ts";
import type { Actor } from "../../../shared/auth/actor.ts";
import { mapPage, type Page } from "../../../shared/pagination.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Ids } from "../../platform/ids/ids.port.ts";
import type { Tx } from "../../platform/mongo/transactor.port.ts";
import type { AuditRepo } from "./audit.repo.ts";
import { toAuditEntry } from "./audit.view.ts";
import type { AuditRecord } from "./audit-record.ts";
import { createReadLog } from "./read-log.ts";

type Deps = { repo: AuditRepo; clock: Clock; ids: Ids };

export type AuditService = ReturnType<typeof createAuditService>;

export function createAuditService({ repo, clock, ids }: Deps) {
  /** Writes one entry: in the transaction of what it reports, so that neither is without the other, or alone. */
  function record(tx: Tx | null, { call, ...entry }: AuditRecord): Promise<void> {
    return repo.insert(tx, {
      _id: ids.uuid(),
      createdAt: clock.now(),
      actor: entry.actor,
      action: entry.action,
      subject: entry.subject ?? null,
      subjectKind: entry.subjectKind ?? null,
      detail: entry.detail ?? null,
      changes: entry.changes ?? [],
      reason: call?.reason ?? null,
      ip: call?.ip ?? null,
      userAgent: call?.userAgent ?? null,
      requestId: call?.requestId ?? null,
      sessionId: entry.sessionId ?? null,
    });
  }

  return {
    record,
    ...createReadLog({ clock, write: entry => record(null, entry) }),

    /** The log, newest first; the permission admits administrators only, who see all of it. */
    async list(_actor: Actor, input: AuditLogInput): Promise<Page<AuditEntry>> {
      return mapPage(await repo.list(input), toAuditEntry);
    },
  };
}
