import { Check, CloudUpload, TriangleAlert } from "lucide-react";
import { Navigate, useNavigate, useParams } from "react-router";
import { Button } from "../../../ui/button.tsx";
import { Money } from "../../../ui/money.tsx";
import { clockTime } from "../../../ui/time-format.ts";
import { ActionBar } from "../parts/action-bar.tsx";
import type { HandedOver } from "../phone/run.ts";
import { InstallHint } from "../pwa/install-hint.tsx";
import { TodayLine } from "../work/today.tsx";
import { useOutbox, useRun } from "../work/use-driver-phone.ts";
import { useDriver, useVendorName, useWork } from "../work/use-work.ts";

/** A breath after each parcel: what counts, and what comes next. "Delivered" only when the server has said so. */
export function HandedOverScreen() {
  const { orderId } = useParams();
  const navigate = useNavigate();
  const { waiting, refusals } = useOutbox();
  const parcel = useRun().find(({ orderId: id }) => id === orderId);
  const { work } = useWork();
  const next = work?.stops[0];
  const isRefused = refusals.some(({ action }) => action.orderId === orderId);
  if (!parcel || isRefused) return <Navigate to="/driver" replace />;
  const isWaiting = waiting.some(({ orderId: id }) => id === orderId);
  return (
    <>
      <main className="mx-auto flex w-full min-h-0 max-w-120 flex-1 flex-col overflow-y-auto px-5 py-8">
        <div className="my-auto flex flex-col gap-3">
          {isWaiting ? <NotYet parcel={parcel} /> : <Delivered parcel={parcel} />}
          <div className="mt-4 flex flex-col gap-1 border-t pt-4">
            <TodayLine />
          </div>
          {isWaiting ? null : <InstallHint />}
        </div>
      </main>
      <ActionBar>
        <Button
          tone="primary"
          size="thumb"
          className="!whitespace-normal leading-6"
          onClick={() => navigate("/driver", { replace: true })}
        >
          {next ? `Next: ${next.who}` : "All done"}
        </Button>
      </ActionBar>
    </>
  );
}

function Delivered({ parcel }: { parcel: HandedOver }) {
  return (
    <div role="status">
      <span aria-hidden className="flex items-center text-delivered">
        <span className="h-0.5 w-10 bg-current" />
        <span className="flex size-14 animate-appear items-center justify-center rounded-full bg-current">
          <Check className="size-8 text-surface" strokeWidth={2.25} />
        </span>
      </span>
      <h1 className="mt-5 text-balance font-semibold text-[1.75rem] leading-9">
        Delivered to {parcel.customerName}
      </h1>
      <p className="mt-1 text-ink-soft text-lg">
        {parcel.address}, {clockTime(parcel.at)}
      </p>
      <p className="mt-1 text-lg">
        <Money cents={parcel.feeCents} currency={parcel.currency} className="font-medium" /> earned
      </p>
    </div>
  );
}

function NotYet({ parcel }: { parcel: HandedOver }) {
  const driver = useDriver();
  const { waitingFor } = useOutbox();
  return (
    <div role="status">
      <span aria-hidden className="flex items-center text-attention-ink">
        <span className="h-0.5 w-10 bg-current" />
        <span className="flex size-14 items-center justify-center rounded-full border-2 border-current">
          {waitingFor === "server" ? (
            <TriangleAlert className="size-7" />
          ) : (
            <CloudUpload className="size-7" />
          )}
        </span>
      </span>
      <h1 className="mt-5 text-balance font-semibold text-[1.75rem] leading-9">
        Handed over at {clockTime(parcel.at)}, not sent yet
      </h1>
      <p className="mt-1 text-pretty text-ink-soft text-lg">
        It is safe on this phone with its proof.{" "}
        {driver.data ? <VendorWillKnow vendorId={driver.data.vendorId} /> : null}
      </p>
    </div>
  );
}

function VendorWillKnow({ vendorId }: Pick<NonNullable<ReturnType<typeof useDriver>["data"]>, "vendorId">) {
  return <>{useVendorName(vendorId)} will know as soon as there is a network. You can go on.</>;
}
