import { AdminOverviewInput, AuditExportInput, AuditLogInput } from "../../../shared/admin/admin.schema.ts";
import { requires } from "../../trpc/guards.ts";
import { router } from "../../trpc/init.ts";

export const adminRouter = router({
  overview: requires("admin.overview")
    .input(AdminOverviewInput)
    .query(({ ctx, input }) => ctx.admin.overview(ctx.actor, input)),

  auditLog: requires("admin.audit")
    .input(AuditLogInput)
    .query(({ ctx, input }) => ctx.audit.list(ctx.actor, input)),

  exportAuditLog: requires("admin.audit", "report")
    .input(AuditExportInput)
    .query(({ ctx, input }) => ctx.audit.export(ctx.actor, input)),
});
