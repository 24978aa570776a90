import { AsyncLocalStorage } from "node:async_hooks";
import type { ClientSession, MongoClient } from "mongodb";

/**
 * Watches that what a transaction's work asks of the database is asked within it. A question beside it is answered
 * from another state than the one that is judged and changed, and with majority reads even from an older one than the
 * transaction began with. The client has to be connected with `monitorCommands=true`.
 */
export function watchTransactions(client: MongoClient): { expectNothingBeside(): void } {
  const beside = new Set<string>();
  const work = new AsyncLocalStorage<true>();
  const startSession = client.startSession.bind(client);
  client.startSession = options => {
    const session = startSession(options);
    const withTransaction = session.withTransaction.bind(session);
    session.withTransaction = (inner, how) =>
      withTransaction((same: ClientSession) => work.run(true, () => inner(same)), how);
    return session;
  };
  // Only within a transaction do commands carry this (MongoDB's transactions specification).
  client.on("commandStarted", ({ commandName, command }) => {
    if (work.getStore() && command.autocommit !== false) beside.add(`${commandName} ${command[commandName]}`);
  });
  return {
    expectNothingBeside() {
      if (beside.size > 0) throw new Error(`Asked beside a transaction: ${[...beside].join(", ")}`);
    },
  };
}
