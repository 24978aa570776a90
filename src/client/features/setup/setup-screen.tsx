import { useQuery } from "@tanstack/react-query";
import { LockKeyhole } from "lucide-react";
import type { ReactNode } from "react";
import { useTRPC } from "../../app/trpc.ts";
import { dataToShow } from "../../ui/data-to-show.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { PricingForm } from "./pricing-form.tsx";
import { ProfileForm } from "./profile-form.tsx";
import { ProofPolicyForm } from "./proof-policy-form.tsx";
import { Team } from "./team/team.tsx";

/** How the vendor's business appears, charges and proves its deliveries. */
export function SetupScreen() {
  const trpc = useTRPC();
  const vendor = useQuery(trpc.vendors.me.queryOptions());
  const shown = dataToShow(vendor);
  return (
    <>
      <PageHeader title="Set-up" />
      <div className="min-h-0 flex-1 overflow-y-auto">
        {vendor.isPending ? (
          <SkeletonRows rows={4} label="Loading your business" />
        ) : !shown ? (
          <ErrorState error={vendor.error} onRetry={() => vendor.refetch()} />
        ) : !shown.can.includes("update") ? (
          <EmptyState icon={LockKeyhole} title="Set-up is for owners">
            An owner of {shown.businessName} changes its details, prices and team.
          </EmptyState>
        ) : (
          <div className="mx-auto flex max-w-220 flex-col px-4 md:px-6">
            <Part
              title="Business"
              text="Customers choose you by this name; couriers pick up at this address."
            >
              <ProfileForm vendor={shown} />
            </Part>
            <Part
              title="Pricing"
              text="What a delivery costs. Orders keep the price that they were made with."
            >
              <PricingForm vendor={shown} />
            </Part>
            <Part
              title="Proof of delivery"
              text="What a courier has to show before an order counts as delivered."
            >
              <ProofPolicyForm vendor={shown} />
            </Part>
            {shown.can.includes("manageMembers") ? (
              <Part title="Team" text="Who acts for your business, and what each of them may do.">
                <Team vendorId={shown.id} />
              </Part>
            ) : null}
          </div>
        )}
      </div>
    </>
  );
}

function Part({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <section className="grid gap-x-10 gap-y-4 border-b py-8 last:border-b-0 md:grid-cols-[16rem_1fr]">
      <div>
        <h2 className="font-semibold">{title}</h2>
        <p className="mt-1 text-ink-soft text-sm">{text}</p>
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  );
}
