export { auditCollection, createAuditRepo } from "./audit.repo.ts";
export {
  type AuditAction,
  type AuditRecord,
  type AuditService,
  auditActor,
  createAuditService,
} from "./audit.service.ts";
