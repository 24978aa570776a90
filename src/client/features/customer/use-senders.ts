import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { VendorCard } from "../../../shared/vendors/vendor.schema.ts";
import { useTRPC } from "../../app/trpc.ts";

const PAGE_SIZE = 24;

/** The businesses that take orders now, page by page. */
export function useSenders(query: string) {
  const trpc = useTRPC();
  const list = useInfiniteQuery(
    trpc.vendors.list.infiniteQueryOptions(
      { isActive: true, limit: PAGE_SIZE, ...(query ? { query } : {}) },
      { getNextPageParam: page => page.nextCursor ?? undefined, placeholderData: keepPreviousData },
    ),
  );
  const senders: VendorCard[] = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return { ...list, senders };
}
