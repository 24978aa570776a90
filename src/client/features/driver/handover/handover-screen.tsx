import { useEffect } from "react";
import { useNavigate, useParams } from "react-router";
import type { OrderView } from "../../../../shared/orders/order.schema.ts";
import { Button } from "../../../ui/button.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { BackHeader } from "../parts/back-header.tsx";
import type { ProofDraft } from "../phone/phone-store.ts";
import { useWakeLock } from "../phone/use-wake-lock.ts";
import { usePhone } from "../work/use-driver-phone.ts";
import { useWork } from "../work/use-work.ts";
import { WorkSkeleton } from "../work/work-skeleton.tsx";
import { PhotoStep } from "./photo-step.tsx";
import { ReviewStep } from "./review-step.tsx";
import { SignatureStep } from "./signature-step.tsx";
import { useHandOver } from "./use-hand-over.ts";
import { useProofDraft } from "./use-proof-draft.ts";

/** The last metre: what the sender wants as proof, one thing at a time, then "Delivered". */
export function HandoverScreen() {
  const { orderId } = useParams();
  const navigate = useNavigate();
  const { work } = useWork();
  const stop = work?.stops.find(({ order }) => order.id === orderId);
  if (!work) return <WorkSkeleton />;
  if (!stop?.order.can.includes("deliver")) {
    return (
      <>
        <BackHeader title="Hand over" />
        <EmptyState
          title="There is nothing to hand over here"
          action={
            <Button tone="primary" size="large" onClick={() => navigate("/driver", { replace: true })}>
              Back to your work
            </Button>
          }
        >
          It was delivered already, or it was taken back from you.
        </EmptyState>
      </>
    );
  }
  return <HandOver order={stop.order} />;
}

function HandOver({ order }: { order: OrderView }) {
  useWakeLock(true);
  const { drafts } = usePhone();
  const { draft, change } = useProofDraft(order.id);
  const handOver = useHandOver(order);
  // Written before the camera can open, so that whoever comes back after a lost page finds this order again.
  useEffect(() => {
    if (draft) void drafts.save(draft);
  }, [draft, drafts]);
  if (!draft) return <WorkSkeleton />;
  const step = stepOf(order, draft);
  return (
    <>
      <BackHeader title={order.customerName} detail={order.delivery.address} mono={order.orderNumber} />
      <main className="flex min-h-0 flex-1 flex-col overflow-y-auto [&>:last-child]:sticky [&>:last-child]:bottom-0">
        {step === "photo" ? (
          <PhotoStep onBeforeCamera={() => void drafts.save(draft)} onTaken={photo => change({ photo })} />
        ) : step === "signature" ? (
          <SignatureStep
            who={order.customerName}
            onSigned={(signature, signedBy) => change({ signature, signedBy })}
          />
        ) : (
          <ReviewStep
            draft={draft}
            onRetake={() => void change({ photo: null })}
            onSignAgain={() => void change({ signature: null, signedBy: "" })}
            onDelivered={() => handOver(draft)}
          />
        )}
      </main>
    </>
  );
}

/** What is still missing, in the order in which hands are free: the photo first, then the signature. */
function stepOf({ proofPolicy, proofPhotoUrl, signatureUrl }: OrderView, { photo, signature }: ProofDraft) {
  if (proofPolicy.photo && !photo && !proofPhotoUrl) return "photo";
  if (proofPolicy.signature && !signature && !signatureUrl) return "signature";
  return "review";
}
