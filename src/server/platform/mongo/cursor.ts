import type { Filter } from "mongodb";
import { z } from "zod";
import { DomainError } from "../../../shared/errors.ts";
import type { Page } from "../../../shared/pagination.ts";

type Dated = { _id: string; createdAt: Date };

const Position = z.tuple([z.iso.datetime(), z.string().max(60)]);

/** Continues a list that runs from the newest to the oldest; ties are broken by id. */
export function after(cursor: string | undefined): Filter<Dated> {
  if (!cursor) return {};
  const [createdAt, id] = parse(cursor);
  const time = new Date(createdAt);
  return { $or: [{ createdAt: { $lt: time } }, { createdAt: time, _id: { $lt: id } }] };
}

export const NEWEST_FIRST = { createdAt: -1, _id: -1 } as const;

/** Cuts `limit + 1` rows, newest first, to a page whose cursor names its last row. */
export function toPage<Doc extends Dated>(docs: Doc[], limit: number): Page<Doc> {
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
