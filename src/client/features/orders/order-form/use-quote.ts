import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { VendorId } from "../../../../shared/ids.ts";
import type { PlaceInput } from "../../../../shared/orders/place.schema.ts";
import { useTRPC } from "../../../app/trpc.ts";

const QUOTE_FRESH_MS = 5 * 60_000;

/** What a delivery to `place` would cost. Null: the address is still being typed, so nothing is asked. */
export function useQuote(vendorId: VendorId, place: PlaceInput | null) {
  const trpc = useTRPC();
  return useQuery(
    trpc.orders.quote.queryOptions(
      { vendorId, delivery: place ?? { address: "" } },
      { enabled: place !== null, staleTime: QUOTE_FRESH_MS, placeholderData: keepPreviousData },
    ),
  );
}
