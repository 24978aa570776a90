export { createErasureRepo, erasuresCollection } from "./erasure.repo.ts";
export { createExport } from "./export.service.ts";
export { PERSONAL_DATA, personalDataTable } from "./personal-data.ts";
export { createPersonsRepo, type Person } from "./persons.repo.ts";
export { createPrivacyService, type PrivacyService } from "./privacy.service.ts";
export { createRedactionRepo } from "./redaction.repo.ts";
export { createRedaction } from "./redaction.ts";
export { createRetentionService, type Retention, type RetentionService } from "./retention.service.ts";
