export { createEtaAccuracyRepo } from "./eta-accuracy.repo.ts";
export { createReportsRepo } from "./reports.repo.ts";
export { createReportsService, type ReportsService } from "./reports.service.ts";
