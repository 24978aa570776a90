import { zodResolver } from "@hookform/resolvers/zod";
import { skipToken, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import type { VendorId } from "../../../shared/ids.ts";
import type { VendorView } from "../../../shared/vendors/vendor.schema.ts";
import { showIssues } from "../../app/form-problems.ts";
import { useTRPC } from "../../app/trpc.ts";
import { Button } from "../../ui/button.tsx";
import { dataToShow } from "../../ui/data-to-show.ts";
import { ErrorLine, ErrorState } from "../../ui/error-state.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { fullTime } from "../../ui/time-format.ts";
import { tell } from "../../ui/toast.ts";
import { ReasonDialog } from "../reasons/reason-dialog.tsx";
import { Team } from "../setup/team/team.tsx";
import { isManaged, stateOf } from "./managed-vendor.ts";
import { SheetPart } from "./sheet-part.tsx";
import { useVendorActivation, useVendorsChanged } from "./use-vendor-commands.ts";
import { PricingFields, ProfileFields, ProofFields } from "./vendor-fields.tsx";
import { VendorForm, vendorChanges, vendorFormOf, vendorWords } from "./vendor-form-values.ts";
import { VendorStateBadge } from "./vendor-state-badge.tsx";

type VendorSheetProps = { vendorId: VendorId | null; onClose: () => void };

/** One business: approve or pause it, and correct what is known of it. */
export function VendorSheet({ vendorId, onClose }: VendorSheetProps) {
  const trpc = useTRPC();
  const vendor = useQuery(trpc.vendors.get.queryOptions(vendorId ? { vendorId } : skipToken));
  const shown = dataToShow(vendor);
  const opened = shown && isManaged(shown) ? shown : null;
  return (
    <Sheet
      open={vendorId !== null}
      onOpenChange={isOpen => !isOpen && onClose()}
      title={opened?.businessName ?? "Business"}
    >
      {vendor.isError && !shown ? (
        <ErrorState error={vendor.error} onRetry={() => vendor.refetch()} />
      ) : opened ? (
        <>
          <Activation vendor={opened} />
          <Correction key={opened.id} vendor={opened} />
          {opened.can.includes("manageMembers") ? (
            <SheetPart title="Team">
              <Team vendorId={opened.id} />
            </SheetPart>
          ) : null}
        </>
      ) : (
        <SkeletonRows label="Loading the business" />
      )}
    </Sheet>
  );
}

function Activation({ vendor }: { vendor: VendorView }) {
  const { setActive } = useVendorActivation(vendor);
  const [isPausing, setPausing] = useState(false);
  return (
    <div className="flex flex-wrap items-center gap-3 border-b bg-surface px-5 py-4">
      <div className="min-w-0 flex-1">
        <VendorStateBadge state={stateOf(vendor)} />
        <p className="mt-1 text-ink-soft text-sm">Registered {fullTime(vendor.createdAt)}</p>
      </div>
      {vendor.can.includes("setActive") ? (
        vendor.isActive ? (
          <Button tone="dangerQuiet" onClick={() => setPausing(true)}>
            Pause
          </Button>
        ) : (
          <Button
            tone="primary"
            pending={setActive.isPending}
            onClick={() => setActive.mutate({ isActive: true })}
          >
            {vendor.isWaiting ? "Approve" : "Reopen"}
          </Button>
        )
      ) : null}
      {isPausing ? (
        <ReasonDialog
          title={`Pause ${vendor.businessName}?`}
          description="Customers no longer see it and it takes no new orders. Deliveries under way can be finished. It can be reopened at any time."
          words={{ yes: "Pause it", no: "Leave it open" }}
          tone="danger"
          isPending={setActive.isPending}
          onReason={reason =>
            setActive.mutate({ isActive: false, reason }, { onSuccess: () => setPausing(false) })
          }
          onClose={() => setPausing(false)}
        />
      ) : null}
    </div>
  );
}

function Correction({ vendor }: { vendor: VendorView }) {
  const trpc = useTRPC();
  const changed = useVendorsChanged();
  const form = useForm({
    resolver: zodResolver(VendorForm, { error: ({ path }) => vendorWords(path) }),
    values: vendorFormOf(vendor),
    resetOptions: { keepDirtyValues: true },
  });
  const { errors, isDirty } = form.formState;
  const update = useMutation(
    trpc.vendors.update.mutationOptions({
      onSuccess: after => {
        form.reset(vendorFormOf(after));
        changed();
        tell(`${after.businessName} is saved`);
      },
      onError: error => showIssues(form, error),
    }),
  );
  const save = form.handleSubmit(values => {
    const changes = vendorChanges(vendor, values);
    if (changes) update.mutate(changes);
    else form.reset(vendorFormOf(vendor));
  });
  const fields = { control: form.control, register: form.register, errors };
  const isReadOnly = !vendor.can.includes("update");
  return (
    <form onSubmit={save} noValidate>
      <fieldset disabled={isReadOnly} className="flex flex-col">
        <SheetPart title="Profile">
          <ProfileFields form={fields} />
        </SheetPart>
        <SheetPart title="Prices">
          <PricingFields form={fields} />
        </SheetPart>
        <SheetPart title="Proof of delivery">
          <ProofFields form={fields} />
        </SheetPart>
      </fieldset>
      {isReadOnly ? null : (
        <div className="sticky bottom-0 flex flex-col gap-3 border-t bg-paper px-5 py-3">
          <ErrorLine error={update.isError && Object.keys(errors).length === 0 ? update.error : null} />
          <Button
            type="submit"
            tone="primary"
            className="self-end"
            pending={update.isPending}
            disabled={!isDirty}
          >
            Save the changes
          </Button>
        </div>
      )}
    </form>
  );
}
