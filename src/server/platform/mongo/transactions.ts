import type { MongoClient } from "mongodb";
import type { Transactor } from "./transactor.port.ts";

/** Longest time a commit may wait for the majority, in milliseconds. */
const MAX_COMMIT_MS = 8_000;

export const createTransactor =
  (client: MongoClient): Transactor =>
  work =>
    client.withSession(session =>
      session.withTransaction(() => work(session), {
        readConcern: { level: "snapshot" },
        writeConcern: { w: "majority", j: true },
        maxCommitTimeMS: MAX_COMMIT_MS,
      }),
    );
