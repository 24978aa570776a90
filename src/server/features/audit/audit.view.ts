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
  subject: subjectsOf(subject)[0] ?? null,
  subjects: subjectsOf(subject),
  subjectKind: rest.subjectKind ?? null,
  detail,
  changes: [...(rest.changes ?? [])],
  reason: rest.reason ?? null,
  ip: rest.ip ?? null,
  userAgent: rest.userAgent ?? null,
  requestId: rest.requestId ?? null,
  sessionId: rest.sessionId ?? null,
});

const subjectsOf = (subject: AuditDoc["subject"]): string[] => (subject === null ? [] : [subject].flat());
