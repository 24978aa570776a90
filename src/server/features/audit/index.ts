export { type AuditDoc, auditCollection, auditKept, createAuditRepo } from "./audit.repo.ts";
export { type AuditService, createAuditService } from "./audit.service.ts";
export { type AuditAction, type AuditRecord, by } from "./audit-record.ts";
export { changesOf, type Watched } from "./changes.ts";
