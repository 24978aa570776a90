import type { MongoClient } from "mongodb";
import { DomainError } from "../../../shared/errors.ts";
import type { Transactor } from "./transactor.port.ts";

/** Longest time a commit may wait for the majority, in milliseconds. */
const MAX_COMMIT_MS = 8_000;
/**
 * How long a command is repeated after conflicts, in milliseconds; the driver would go on for two minutes. Longer
 * than an abandoned transaction of a killed process may block it (transactionLifetimeLimitSeconds).
 */
const RETRY_FOR_MS = 15_000;

/** Transactions on one client. Errors, besides those of the work: UNAVAILABLE when conflicts do not end. */
export const createTransactor =
  (client: MongoClient): Transactor =>
  work => {
    const deadline = performance.now() + RETRY_FOR_MS;
    return client.withSession(session =>
      session.withTransaction(
        () => {
          if (performance.now() > deadline) throw new DomainError("UNAVAILABLE");
          return work(session);
        },
        {
          readConcern: { level: "snapshot" },
          writeConcern: { w: "majority", j: true },
          maxCommitTimeMS: MAX_COMMIT_MS,
        },
      ),
    );
  };
