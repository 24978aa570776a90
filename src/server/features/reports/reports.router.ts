import { DeliveriesReportInput, ReportInput } from "../../../shared/reports/report.schema.ts";
import { requires } from "../../trpc/guards.ts";
import { router } from "../../trpc/init.ts";

export const reportsRouter = router({
  summary: requires("report.read", "report")
    .input(ReportInput)
    .query(({ ctx, input }) => ctx.reports.summary(ctx.actor, input)),

  deliveries: requires("report.read", "report")
    .input(DeliveriesReportInput)
    .query(({ ctx, input }) => ctx.reports.deliveries(ctx.actor, input)),

  drivers: requires("report.read", "report")
    .input(ReportInput)
    .query(({ ctx, input }) => ctx.reports.drivers(ctx.actor, input)),

  etaAccuracy: requires("report.read", "report")
    .input(ReportInput)
    .query(({ ctx, input }) => ctx.reports.etaAccuracy(ctx.actor, input)),

  export: requires("report.read", "report")
    .input(ReportInput)
    .query(({ ctx, input }) => ctx.reports.export(ctx.actor, input)),
});
