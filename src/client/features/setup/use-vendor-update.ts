import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { UpdateVendorInput, VendorView } from "../../../shared/vendors/vendor.schema.ts";
import { useTRPC, useTRPCClient } from "../../app/trpc.ts";
import { tell } from "../../ui/toast.ts";

/** Changes some of the vendor's own settings. */
export function useVendorUpdate({ id: vendorId }: Pick<VendorView, "id">, what: string) {
  const { vendors } = useTRPCClient();
  const queries = useQueryClient();
  const trpc = useTRPC();
  return useMutation({
    mutationFn: (changes: Omit<UpdateVendorInput, "vendorId">) =>
      vendors.update.mutate({ vendorId, ...changes }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: trpc.vendors.pathKey() });
      tell(`${what} saved`);
    },
  });
}
