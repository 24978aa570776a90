import type { Db } from "mongodb";
import type { Storage } from "../../src/server/platform/storage/storage.port.ts";

/**
 * Every place of the database and of the stored files in which one of the texts stands, as `collection.field: text`.
 * Looks at every field of every document of every collection, by no list: what is added tomorrow is looked at too.
 */
export async function whereIs(
  texts: Record<string, string>,
  { db, storage }: { db: Db; storage: Pick<Storage, "list" | "get"> },
): Promise<string[]> {
  const wanted = Object.entries(texts).map(([name, text]) => [name, text.toLowerCase()] as const);
  const found = new Set<string>();
  const look = (place: string, value: string) => {
    const lower = value.toLowerCase();
    for (const [name, text] of wanted) if (lower.includes(text)) found.add(`${place}: ${name}`);
  };
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray())
    for await (const document of db.collection(name).find()) walk(document, name, look);
  for await (const { key } of storage.list()) {
    look("file name", key);
    look("file", Buffer.from((await storage.get(key)) ?? []).toString("latin1"));
  }
  return [...found].toSorted();
}

function walk(value: unknown, place: string, look: (place: string, value: string) => void): void {
  if (value instanceof Date) return;
  if (value === null || typeof value !== "object") {
    look(place, String(value));
    return;
  }
  for (const [field, inner] of Object.entries(value)) {
    const here = Array.isArray(value) ? place : `${place}.${field}`;
    look(here, field);
    walk(inner, here, look);
  }
}
