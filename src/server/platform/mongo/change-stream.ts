import type { Db, Document } from "mongodb";

/** A point in the cluster's history: seconds since 1970 and the count within that second. */
export type ClusterTime = { seconds: number; increment: number };

/** An inserted document; `index` counts from 1 the inserts of one transaction, which share their cluster time. */
export type FeedEntry<Doc> = { time: ClusterTime; index: number; doc: Doc };

export type FeedListener<Doc> = {
  /** History begins here: at start, and anew when what came before can no longer be read. */
  onHistory(from: ClusterTime): void;
  onInsert(entry: FeedEntry<Doc>): void;
  /** Everything that was committed before the start has been delivered. */
  onCaughtUp(): void;
  /** The server has answered: nothing committed until now is outstanding for long. */
  onHeard(): void;
  onError(error: unknown): void;
};

/** Follows the inserts of a collection in the order of their commits until it is disposed of. */
export type InsertFeed<Doc> = (listener: FeedListener<Doc>) => AsyncDisposable;

export function createInsertFeed<Doc extends Document>(_db: Db, _collection: string): InsertFeed<Doc> {
  throw new Error("not written yet");
}
