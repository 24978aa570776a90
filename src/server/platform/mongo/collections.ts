import { type Db, type IndexDescription, type IndexDirection, MongoServerError } from "mongodb";

type IndexSpec = { key: Record<string, IndexDirection>; options?: Omit<IndexDescription, "key"> };

/** What a repository declares of its collection; created at start, before the first request. */
export type CollectionSpec = {
  name: string;
  indexes: readonly IndexSpec[];
  /** Names of indexes that earlier versions had and that would be in the way. */
  retired?: readonly string[];
};

/**
 * Creates collections and indexes that do not exist yet, removes the retired ones, and gives those that let documents
 * expire the age that is declared now. Transactions cannot create them on the fly.
 */
export async function ensureCollections(db: Db, specs: readonly CollectionSpec[]): Promise<void> {
  const existing = new Set(
    (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name),
  );
  await Promise.all(
    specs.map(async spec => {
      if (existing.has(spec.name)) await adaptIndexes(db, spec);
      else await createUnlessThere(db, spec.name);
      if (spec.indexes.length)
        await db
          .collection(spec.name)
          .createIndexes(spec.indexes.map(({ key, options }) => ({ key, ...options })));
    }),
  );
}

/** `createIndexes` refuses an index that exists with other options: expiry is changed in place beforehand. */
async function adaptIndexes(db: Db, { name, indexes, retired = [] }: CollectionSpec): Promise<void> {
  const present = await db.collection(name).indexes();
  for (const { name: index } of present)
    if (index && retired.includes(index)) await dropIfThere(db, name, index);
  for (const { key, options } of indexes) {
    const expireAfterSeconds = options?.expireAfterSeconds;
    const known = present.find(index => index.name === (options?.name ?? usualName(key)));
    if (expireAfterSeconds === undefined || !known) continue;
    if (known.expireAfterSeconds === expireAfterSeconds) continue;
    await db.command({ collMod: name, index: { name: known.name, expireAfterSeconds } });
  }
}

/** Two processes that start at once may both want it made. */
const createUnlessThere = (db: Db, name: string): Promise<unknown> =>
  db.createCollection(name).catch(unless("NamespaceExists"));

/** Two processes that start at once may both want it gone. */
const dropIfThere = (db: Db, collection: string, index: string): Promise<unknown> =>
  db.collection(collection).dropIndex(index).catch(unless("IndexNotFound"));

const unless = (codeName: string) => (error: unknown) => {
  if (!(error instanceof MongoServerError) || error.codeName !== codeName) throw error;
};

/** What MongoDB calls an index that is given no name. */
const usualName = (key: IndexSpec["key"]): string =>
  Object.entries(key)
    .map(part => part.join("_"))
    .join("_");
