import { MongoError, MongoServerError } from "mongodb";

/** Labels and names under which the driver says: not now, perhaps later; nothing was decided. */
const LABELS = ["TransientTransactionError", "UnknownTransactionCommitResult", "RetryableWriteError"];
const NAMES = [
  "MongoNetworkError",
  "MongoNetworkTimeoutError",
  "MongoServerSelectionError",
  "MongoWaitQueueTimeoutError",
  "MongoOperationTimeoutError",
  "MongoPoolClearedError",
  "MongoNotConnectedError",
  "MongoTopologyClosedError",
];
/** MaxTimeMSExpired and the codes of a replica set that has no primary at the moment. */
const CODES = [50, 91, 189, 11_600, 11_602, 10_107, 13_435, 13_436];

/** True for failures of the database that pass by themselves: the caller may ask again. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof MongoError)) return false;
  if (NAMES.includes(error.name) || LABELS.some(label => error.hasErrorLabel(label))) return true;
  return error instanceof MongoServerError && CODES.includes(Number(error.code));
}
