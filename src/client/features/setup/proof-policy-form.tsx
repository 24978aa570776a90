import type { VendorView } from "../../../shared/vendors/vendor.schema.ts";
import { ErrorLine } from "../../ui/error-state.tsx";
import { Switch } from "../../ui/switch.tsx";
import { useVendorUpdate } from "./use-vendor-update.ts";

/** Two switches that take effect at once, for orders made from then on. */
export function ProofPolicyForm({ vendor }: { vendor: VendorView }) {
  const update = useVendorUpdate(vendor, "Proof of delivery");
  const { photo, signature } =
    update.variables?.proofPolicy && update.isPending ? update.variables.proofPolicy : vendor.proofPolicy;
  return (
    <div className="flex flex-col gap-1">
      <Switch
        label="Photo"
        hint="Of the parcel where it was handed over."
        checked={photo}
        disabled={update.isPending}
        onChange={next => update.mutate({ proofPolicy: { photo: next, signature } })}
      />
      <Switch
        label="Signature"
        hint="Of the person who took it, drawn on the courier's phone."
        checked={signature}
        disabled={update.isPending}
        onChange={next => update.mutate({ proofPolicy: { photo, signature: next } })}
      />
      <ErrorLine error={update.error} />
    </div>
  );
}
