export { type AuditDoc, auditCollection, createAuditRepo } from "./audit.repo.ts";
export {
  type AuditAction,
  type AuditRecord,
  type AuditService,
  by,
  createAuditService,
} from "./audit.service.ts";
export { changesOf, type Watched } from "./changes.ts";
