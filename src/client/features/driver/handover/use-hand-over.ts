import { useNavigate } from "react-router";
import type { OrderView } from "../../../../shared/orders/order.schema.ts";
import type { ProofDraft } from "../phone/phone-store.ts";
import type { QueuedStep } from "../phone/queued-action.ts";
import { usePhone } from "../work/use-driver-phone.ts";
import { useWork } from "../work/use-work.ts";

/** Puts proof and delivery into the queue together, bound to this order, and goes on to what comes next. */
export function useHandOver(order: OrderView) {
  const { perform, drafts, run } = usePhone();
  const { work } = useWork();
  const navigate = useNavigate();
  return async ({ photo, signature }: ProofDraft): Promise<void> => {
    const steps: QueuedStep[] = [];
    if (photo) steps.push({ kind: "addProof", proof: "photo", file: photo, urlBefore: order.proofPhotoUrl });
    if (signature)
      steps.push({ kind: "addProof", proof: "signature", file: signature, urlBefore: order.signatureUrl });
    await run.handedOver({
      orderId: order.id,
      orderNumber: order.orderNumber,
      customerName: order.customerName,
      address: order.delivery.address,
      feeCents: order.deliveryFeeCents,
      currency: order.currency,
      at: new Date().toISOString(),
      isLast: (work?.stops.length ?? 1) <= 1,
    });
    await perform(order, ...steps, { kind: "deliver" });
    await drafts.remove(order.id);
    navigate(`/driver/orders/${order.id}/handed-over`, { replace: true });
  };
}
