import type { AuditEntry } from "../../../shared/admin/admin.schema.ts";
import type { AuditDoc } from "./audit.repo.ts";

export const toAuditEntry = ({
  _id,
  createdAt,
  actor,
  action,
  subject,
  detail,
  ...rest
}: AuditDoc): AuditEntry => ({
  id: _id,
  at: createdAt.toISOString(),
  actor,
  action,
  subject,
  detail,
  changes: [...(rest.changes ?? [])],
  reason: rest.reason ?? null,
  ip: rest.ip ?? null,
  userAgent: rest.userAgent ?? null,
  requestId: rest.requestId ?? null,
  sessionId: rest.sessionId ?? null,
});
