import type { OrderId } from "../../../shared/ids.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Transactor } from "../../platform/mongo/transactor.port.ts";
import type { Storage } from "../../platform/storage/storage.port.ts";
import type { RedactionRepo } from "./redaction.repo.ts";

type Deps = { repo: RedactionRepo; storage: Storage; transact: Transactor; clock: Clock };

/** Erases what is personal in a closed order; false when somebody has done it already, or the order is open. */
export type RedactOrder = (orderId: OrderId) => Promise<boolean>;

/**
 * Files go first: who dies between them and the record finds the order still whole, and begins again. Safe in several
 * processes at once, since only one of them finds the order whole in its transaction.
 */
export const createRedaction =
  ({ repo, storage, transact, clock }: Deps): RedactOrder =>
  async orderId => {
    for (const key of await repo.filesOf(orderId)) await storage.remove(key);
    return transact(tx => repo.redact(tx, orderId, clock.now()));
  };
