import type { AuditEntry } from "../../../shared/admin/admin.schema.ts";
import type { AuditDoc } from "./audit.repo.ts";

export const toAuditEntry = ({ _id, createdAt, actor, action, subject, detail }: AuditDoc): AuditEntry => ({
  id: _id,
  at: createdAt.toISOString(),
  actor,
  action,
  subject,
  detail,
});
