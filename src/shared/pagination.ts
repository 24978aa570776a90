import { z } from "zod";

/** Input of every list: an opaque cursor from the previous page, and at most 100 rows. */
export const page = {
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(100).default(25),
};

/** Answer of every list; `nextCursor` is null on the last page. */
export type Page<Item> = { items: Item[]; nextCursor: string | null };

/** The same page with other items, such as views instead of documents. */
export const mapPage = <From, To>({ items, nextCursor }: Page<From>, map: (item: From) => To): Page<To> => ({
  items: items.map(map),
  nextCursor,
});
