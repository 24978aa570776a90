import type { Actor } from "../../../shared/auth/actor.ts";
import type { Page } from "../../../shared/pagination.ts";
import type { ListVendorsInput, VendorCard } from "../../../shared/vendors/vendor.schema.ts";
import type { Cache } from "../../platform/cache/cache.port.ts";
import { createJoinedReads } from "../joined-reads/index.ts";
import type { VendorsRepo } from "./vendors.repo.ts";
import { toWhatSees } from "./vendors.view.ts";

type Question = { actor: Actor; input: ListVendorsInput };
type Cards = Page<VendorCard>;

export type Directory = {
  /** For a question of which `isOfDirectory` holds. */
  list(actor: Actor, input: ListVendorsInput): Promise<Cards>;
  /** To be called when something of a business has been changed, for good. False when not all could be told yet. */
  changed(): Promise<boolean>;
};

/** The longest that a change stays unseen when its process ends between the commit and telling of it. */
const LIFE_MS = 30_000;
const SUBJECT = "vendors/open";

/**
 * The first page of the businesses that take orders, which every customer begins with, and which looks the same to
 * all of them. See docs/decisions/0021-what-is-cached.md.
 */
export function createDirectory({ cache, repo }: { cache: Cache; repo: VendorsRepo }): Directory {
  async function look({ actor, input }: Question): Promise<Cards> {
    const name = `first ${input.limit}`;
    const opened = await cache.open(SUBJECT, LIFE_MS);
    const known = opened?.kept.get(name);
    if (known) return JSON.parse(known.value);
    const found = await repo.list(actor, input);
    const page = { ...found, items: found.items.map(toWhatSees(actor)) };
    if (opened) void cache.put(SUBJECT, opened.ticket, [{ name, stamp: 0, value: JSON.stringify(page) }]);
    return page;
  }

  const joined = createJoinedReads(look, ({ input }) => String(input.limit));
  return {
    list: (actor, input) => joined({ actor, input }),
    changed: () => cache.drop(SUBJECT),
  };
}

/** True for a question that every customer asks alike. */
export const isOfDirectory = (
  { role }: Actor,
  { query, cursor, isActive = true }: ListVendorsInput,
): boolean => role === "user" && isActive && query === undefined && cursor === undefined;
