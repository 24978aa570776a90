import type { ClientSession } from "mongodb";

/** A transaction in progress; services pass it on to repositories and never look inside. */
export type Tx = ClientSession;

/**
 * Runs `work` in one transaction: all of it is committed by a majority, or none. `work` runs again after a conflict,
 * so it must have no effects outside of the transaction.
 */
export type Transactor = <Result>(work: (tx: Tx) => Promise<Result>) => Promise<Result>;
