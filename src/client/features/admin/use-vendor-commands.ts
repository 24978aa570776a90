import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { VendorView } from "../../../shared/vendors/vendor.schema.ts";
import { useTRPC, useTRPCClient } from "../../app/trpc.ts";
import { tell, tellProblem } from "../../ui/toast.ts";

/** Reads again what shows businesses: the list, the overview and the log. */
export function useVendorsChanged() {
  const queries = useQueryClient();
  const trpc = useTRPC();
  return () => {
    void queries.invalidateQueries({ queryKey: trpc.vendors.pathKey() });
    void queries.invalidateQueries({ queryKey: trpc.admin.pathKey() });
  };
}

/** Approves, pauses or reopens a business, and offers the way back. */
export function useVendorActivation(vendor: VendorView) {
  const client = useTRPCClient();
  const changed = useVendorsChanged();
  const setActive = useMutation({
    mutationFn: (wanted: { isActive: boolean; reason?: string }) =>
      client.vendors.setActive.mutate({ vendorId: vendor.id, ...wanted }),
    onSuccess: ({ businessName }, { isActive }) => {
      changed();
      const words = isActive ? (vendor.isWaiting ? "is approved" : "takes orders again") : "is paused";
      tell(`${businessName} ${words}`, {
        detail: isActive ? "Customers see it from now on." : "No new orders come in.",
        action: {
          label: isActive ? "Pause it" : "Reopen it",
          onClick: () => setActive.mutate({ isActive: !isActive }),
        },
      });
    },
    onError: tellProblem,
  });
  return { setActive };
}
