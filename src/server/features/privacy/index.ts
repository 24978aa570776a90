export { PERSONAL_DATA, personalDataTable } from "./personal-data.ts";
export { createRedactionRepo } from "./redaction.repo.ts";
export { createRedaction } from "./redaction.ts";
export { createRetentionService, type Retention, type RetentionService } from "./retention.service.ts";
