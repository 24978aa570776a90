export { createReportsRepo, type ReportsRepo } from "./reports.repo.ts";
export { createReportsService, type ReportsService } from "./reports.service.ts";
