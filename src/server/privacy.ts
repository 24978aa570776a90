import type { AuditService } from "./features/audit/index.ts";
import type { AuthService } from "./features/auth/index.ts";
import type { DriversService } from "./features/drivers/index.ts";
import {
  createErasureRepo,
  createExport,
  createPersonsRepo,
  createPrivacyService,
  createRedaction,
  createRedactionRepo,
  createRetentionService,
  type Person,
} from "./features/privacy/index.ts";
import type { Transactor } from "./platform/mongo/transactor.port.ts";
import type { Platform } from "./platform-parts.ts";

type Parts = {
  transact: Transactor;
  audit: AuditService;
  requirePassword: AuthService["requirePassword"];
  forgetKept: (person: Person) => Promise<boolean>;
  leaveDuty: DriversService["leaveDuty"];
};

/** Telling and erasing: what of the composition root is about personal data. */
export function createPrivacy(platform: Platform, parts: Parts) {
  const { db, clock, ids, logger, storage, sessionEnds, retention } = platform;
  const repo = createRedactionRepo(db);
  const persons = createPersonsRepo(db);
  const redactOrder = createRedaction({ ...parts, repo, storage, clock });
  return {
    retention: createRetentionService({ repo, redactOrder, storage, clock, logger, retention }),
    privacy: createPrivacyService({
      ...parts,
      persons,
      erasures: createErasureRepo(db),
      exportPerson: createExport({ repo: persons, clock }),
      redactOrder,
      sessionEnds,
      clock,
      ids,
    }),
  };
}
