import type { Filter, FindCursor } from "mongodb";
import { z } from "zod";
import { DomainError } from "../../../shared/errors.ts";
import type { Page } from "../../../shared/pagination.ts";

type Dated = { _id: string; createdAt: Date };

const Position = z.tuple([z.iso.datetime(), z.string().max(60)]);

/** One page of what `found` holds, newest first; it begins behind the cursor when that is part of its filter. */
export async function readPage<Doc extends Dated>(found: FindCursor<Doc>, limit: number): Promise<Page<Doc>> {
  const docs = await found
    .sort({ createdAt: -1, _id: -1 })
    .limit(limit + 1)
    .toArray();
  return toPage(docs, limit);
}

/** Continues a list that runs from the newest to the oldest; ties are broken by id. */
export function after<Doc extends Dated>(cursor: string | undefined): Filter<Doc> {
  if (!cursor) return {};
  const [createdAt, id] = parse(cursor);
  const time = new Date(createdAt);
  const filter: Filter<Dated> = {
    $or: [{ createdAt: { $lt: time } }, { createdAt: time, _id: { $lt: id } }],
  };
  return filter as Filter<Doc>;
}

/** Cuts `limit + 1` rows, newest first, to a page whose cursor names its last row. */
function toPage<Doc extends Dated>(docs: Doc[], limit: number): Page<Doc> {
  const items = docs.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: docs.length > limit && last ? encode(last) : null };
}

const encode = ({ createdAt, _id }: Dated): string =>
  Buffer.from(JSON.stringify([createdAt.toISOString(), _id])).toString("base64url");

function parse(cursor: string): z.infer<typeof Position> {
  try {
    return Position.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch {
    throw new DomainError("INVALID_INPUT", {
      issues: [{ path: "cursor", message: "is not one that this list has given out" }],
    });
  }
}
