import { useQuery } from "@tanstack/react-query";
import type { VendorAbility } from "../../shared/vendors/vendor.schema.ts";
import { useMe } from "./providers.tsx";
import { useTRPC } from "./trpc.ts";

/** Asks the server's answer what the reader may do with his business; nothing until there is one. */
export function useBusinessCan(): (ability: VendorAbility) => boolean {
  const trpc = useTRPC();
  const isMember = useMe().role === "vendor";
  const business = useQuery(trpc.vendors.me.queryOptions(undefined, { enabled: isMember }));
  return ability => business.data?.can.includes(ability) ?? false;
}
