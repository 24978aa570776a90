import type { Db, IndexDescription, IndexDirection } from "mongodb";

/** What a repository declares of its collection; created at start, before the first request. */
export type CollectionSpec = {
  name: string;
  indexes: readonly { key: Record<string, IndexDirection>; options?: Omit<IndexDescription, "key"> }[];
};

/** Creates collections and indexes that do not exist yet. Transactions cannot create them on the fly. */
export async function ensureCollections(db: Db, specs: readonly CollectionSpec[]): Promise<void> {
  const existing = new Set(
    (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name),
  );
  await Promise.all(
    specs.map(async ({ name, indexes }) => {
      if (!existing.has(name)) await db.createCollection(name);
      if (indexes.length)
        await db.collection(name).createIndexes(indexes.map(({ key, options }) => ({ key, ...options })));
    }),
  );
}
