import { createRedaction, createRedactionRepo, createRetentionService } from "./features/privacy/index.ts";
import type { Transactor } from "./platform/mongo/transactor.port.ts";
import type { Platform } from "./services.ts";

/** Erasing: what of the composition root is about personal data. */
export function createPrivacy(platform: Platform, { transact }: { transact: Transactor }) {
  const { db, clock, logger, storage, retention } = platform;
  const repo = createRedactionRepo(db);
  const redactOrder = createRedaction({ repo, storage, transact, clock });
  return {
    retention: createRetentionService({ repo, redactOrder, storage, clock, logger, retention }),
  };
}
