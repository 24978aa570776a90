import { setTimeout as delay } from "node:timers/promises";
import {
  type ChangeStream,
  type ChangeStreamInsertDocument,
  type ChangeStreamInvalidateDocument,
  type ChangeStreamOptions,
  type Db,
  type Document,
  MongoServerError,
  Timestamp,
} from "mongodb";

/** A point in the cluster's history: seconds since 1970 and the count within that second. */
export type ClusterTime = { seconds: number; increment: number };

/** An inserted document; `index` counts from 1 the inserts of one transaction, which share their cluster time. */
export type FeedEntry<Doc> = { time: ClusterTime; index: number; doc: Doc };

export type FeedListener<Doc> = {
  /** History begins here: at start, and anew when what came before can no longer be read. */
  onHistory(from: ClusterTime): void;
  onInsert(entry: FeedEntry<Doc>): void;
  /** Everything that was committed before the beginning has been delivered. */
  onCaughtUp(): void;
  /**
   * The server has answered, with an insert or with nothing: several times a second. Everything that was committed
   * before `upTo` has been delivered; null when that is not known.
   */
  onHeard(upTo: ClusterTime | null): void;
  /** The stream broke and is being opened again where it was. */
  onError(error: unknown): void;
};

/** What was inserted and has not been dealt with, by whatever process. */
export type Backlog = {
  /** Reading has to begin here at the latest, or something would be left out; null when nothing waits. */
  since(): Promise<ClusterTime | null>;
  /** The oplog no longer reaches back to there: what waits now is lost, and all of it is older than `now` answers then. */
  giveUp(now: () => Promise<ClusterTime>): Promise<void>;
};

const NO_BACKLOG: Backlog = { since: async () => null, giveUp: async () => {} };

/** Follows the inserts of a collection in the order of their commits until it is disposed of. */
export type InsertFeed<Doc> = (listener: FeedListener<Doc>) => AsyncDisposable;

/**
 * How far back to begin, in seconds; the next is tried when the oplog no longer reaches the one before. Two minutes
 * cover a restart. The server reads all that was written since, about 100,000 entries a second.
 */
const HISTORY_SECONDS = [120, 10, 0] as const;
/** How long the server holds an empty answer back; catching up and stopping take at least that long. */
const MAX_AWAIT_MS = 100;
const RETRY_MS = { first: 50, longest: 2_000 };

const PIPELINE = [
  // Without `invalidate` nobody would tell that the collection was dropped and that nothing comes any more.
  { $match: { operationType: { $in: ["insert", "invalidate"] } } },
  { $project: { operationType: 1, clusterTime: 1, fullDocument: 1 } },
];

type Change<Doc extends Document> = ChangeStreamInsertDocument<Doc> | ChangeStreamInvalidateDocument;

/** MongoDB's ChangeStreamHistoryLost and ChangeStreamFatalError: the place to resume from is gone. */
const isHistoryLost = (error: unknown): boolean =>
  error instanceof MongoServerError && (error.code === 286 || error.code === 280);

/**
 * One change stream, opened again after every failure behind the last insert that was delivered, so nothing is
 * delivered twice or left out while the oplog reaches back. An entry's time and index are the same in every process.
 */
export function createInsertFeed<Doc extends Document>(
  db: Db,
  collection: string,
  backlog: Backlog = NO_BACKLOG,
): InsertFeed<Doc> {
  const open = (options: ChangeStreamOptions) =>
    db.collection(collection).watch<Doc, Change<Doc>>(PIPELINE, {
      ...options,
      maxAwaitTimeMS: MAX_AWAIT_MS,
      batchSize: 1_000,
    });

  return listener => {
    const stop = new AbortController();
    const running = follow({ open, now: () => clusterTimeOf(db), backlog, listener, signal: stop.signal });
    return {
      async [Symbol.asyncDispose]() {
        stop.abort();
        await running;
      },
    };
  };
}

type Following<Doc extends Document> = {
  open: (options: ChangeStreamOptions) => ChangeStream<Doc, Change<Doc>>;
  now: () => Promise<Timestamp>;
  backlog: Backlog;
  listener: FeedListener<Doc>;
  signal: AbortSignal;
};

async function follow<Doc extends Document>(following: Following<Doc>): Promise<void> {
  const { open, now, backlog, listener, signal } = following;
  let resumeToken: unknown = null;
  let attempt = 0;
  let reach = 0;
  let isFromBacklog = false;
  let isBacklogInReach = true;
  /** What was there when reading began ends here; null once all of it has been delivered. */
  let history: Timestamp | null = null;
  let last: ClusterTime & { index: number } = { seconds: 0, increment: 0, index: 0 };

  const deliver = ({ clusterTime, fullDocument }: ChangeStreamInsertDocument<Doc>) => {
    if (!clusterTime) return;
    const time = { seconds: clusterTime.t, increment: clusterTime.i };
    const isSameCommit = time.seconds === last.seconds && time.increment === last.increment;
    last = { ...time, index: isSameCommit ? last.index + 1 : 1 };
    listener.onInsert({ time, index: last.index, doc: fullDocument });
  };

  const start = async (): Promise<ChangeStreamOptions> => {
    if (resumeToken) return { startAfter: resumeToken };
    const present = await now();
    history = present;
    const back = HISTORY_SECONDS[Math.min(reach, HISTORY_SECONDS.length - 1)] ?? 0;
    const recent = back === 0 ? present : new Timestamp({ t: present.t - back, i: 1 });
    last = { seconds: 0, increment: 0, index: 0 };
    const owed = await backlog.since();
    const oldest = owed && new Timestamp({ t: owed.seconds, i: owed.increment });
    if (oldest && !isBacklogInReach) await backlog.giveUp(async () => toClusterTime(await now()));
    isFromBacklog = oldest !== null && isBacklogInReach && oldest.lessThan(recent);
    return { startAtOperationTime: isFromBacklog ? (oldest ?? recent) : recent };
  };

  while (!signal.aborted) {
    try {
      const options = await start();
      await using stream = open(options);
      using _ = closeOnAbort(stream, signal);
      const began = options.startAtOperationTime;
      while (!signal.aborted) {
        const change = await stream.tryNext();
        // History begins only once the server has found its place in the oplog.
        if (began && !resumeToken) listener.onHistory(toClusterTime(began));
        resumeToken = change?._id ?? stream.resumeToken;
        attempt = 0;
        isBacklogInReach = true;
        if (change?.operationType === "invalidate") throw new Error("The collection was dropped or renamed");
        if (change) deliver(change);
        // Where something is written all the time, the server never answers that there is nothing.
        if (history && (!change || change.clusterTime?.greaterThan(history))) {
          history = null;
          listener.onCaughtUp();
        }
        listener.onHeard(clusterTimeIn(resumeToken));
      }
    } catch (error) {
      if (signal.aborted) return;
      if (isHistoryLost(error)) {
        // After a loss only the present counts: what lies between was delivered, is backlog, or is lost for good.
        if (isFromBacklog && !resumeToken) isBacklogInReach = false;
        else reach = resumeToken ? HISTORY_SECONDS.length - 1 : reach + 1;
        resumeToken = null;
      }
      listener.onError(error);
      await delay(Math.min(RETRY_MS.first * 2 ** attempt++, RETRY_MS.longest), null, { signal }).catch(
        () => {},
      );
    }
  }
}

function closeOnAbort(stream: { close(): Promise<void> }, signal: AbortSignal): Disposable {
  const close = () => void stream.close().catch(() => {});
  signal.addEventListener("abort", close, { once: true });
  return { [Symbol.dispose]: () => signal.removeEventListener("abort", close) };
}

/**
 * The cluster time that a resume token begins with, as a key string: type 0x82, then seconds and increment. The token
 * of an empty answer is the mark that the server has read up to (SERVER-35740).
 */
function clusterTimeIn(token: unknown): ClusterTime | null {
  const data = typeof token === "object" && token !== null && "_data" in token ? String(token._data) : "";
  const match = /^82([0-9A-F]{8})([0-9A-F]{8})/.exec(data);
  if (!match) return null;
  return { seconds: Number.parseInt(match[1] ?? "", 16), increment: Number.parseInt(match[2] ?? "", 16) };
}

const toClusterTime = ({ t, i }: Timestamp): ClusterTime => ({ seconds: t, increment: i });

/** The cluster's present. Every command of a replica set answers it. */
async function clusterTimeOf(db: Db): Promise<Timestamp> {
  const { operationTime } = await db.command({ ping: 1 });
  if (!(operationTime instanceof Timestamp))
    throw new Error("The server tells no cluster time: is it a replica set?");
  return operationTime;
}
