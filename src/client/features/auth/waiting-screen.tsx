import { Check, Hourglass } from "lucide-react";
import type { ReactNode } from "react";
import type { VendorView } from "../../../shared/vendors/vendor.schema.ts";
import { Button } from "../../ui/button.tsx";
import { fullTime } from "../../ui/time-format.ts";

type WaitingScreenProps = { business: VendorView; isAsking: boolean; onAsk: () => void };

/** A business that nobody has approved yet: what is done, what is being waited for, and what it can do about it. */
export function WaitingScreen({ business, isAsking, onAsk }: WaitingScreenProps) {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <section aria-label="Waiting for approval" className="mx-auto max-w-120 px-6 py-14 md:py-24">
        <h1 className="font-semibold text-xl">{business.businessName} waits for approval</h1>
        <p className="mt-2 text-ink-soft">
          An administrator looks at each business before it takes orders: that it exists, and that it is where
          it says. Until then no customer sees it.
        </p>
        <ol className="mt-8 flex flex-col">
          <Step look="done" title="Registered" detail={fullTime(business.createdAt)} />
          <Step
            look="now"
            title="Under review"
            detail={`${business.address.address} · ${business.phone ?? "no phone given"} · ${business.email}`}
          />
          <Step look="future" title="Open for orders" detail="Then add your drivers and set your prices." />
        </ol>
        <div className="mt-8 flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button pending={isAsking} onClick={onAsk}>
            Look again
          </Button>
          <p className="text-ink-soft text-sm">This page opens by itself when it is approved.</p>
        </div>
      </section>
    </div>
  );
}

function Step({
  look,
  title,
  detail,
}: {
  look: "done" | "now" | "future";
  title: string;
  detail: ReactNode;
}) {
  return (
    <li className="grid grid-cols-[1.5rem_1fr] gap-x-4" aria-current={look === "now" ? "step" : undefined}>
      <span className="flex flex-col items-center text-brand">
        <span className="flex h-6 items-center justify-center">
          {look === "done" ? (
            <span className="flex size-5 items-center justify-center rounded-full bg-current">
              <Check aria-hidden className="size-3.5 text-surface" strokeWidth={2.5} />
            </span>
          ) : look === "now" ? (
            <span className="bead-current flex size-5 items-center justify-center rounded-full bg-current">
              <Hourglass aria-hidden className="size-3 text-surface" strokeWidth={2.25} />
            </span>
          ) : (
            <span className="size-4 rounded-full border-[1.5px] border-hairline-strong bg-surface" />
          )}
        </span>
        {look === "future" ? null : (
          <span className={`w-0.5 flex-1 ${look === "done" ? "bg-current" : "bg-hairline-strong/50"}`} />
        )}
      </span>
      <div className={look === "future" ? "" : "pb-6"}>
        <p className={look === "future" ? "text-ink-soft" : "font-medium"}>{title}</p>
        <p className="break-words text-ink-soft text-sm">{detail}</p>
      </div>
    </li>
  );
}
