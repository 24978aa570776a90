import type { AnyOrderView, TimelineEntry } from "../../../shared/orders/order.schema.ts";
import { ThreadDetail } from "../../ui/thread/thread-detail.tsx";
import { beadsOfTimeline } from "../../ui/thread/timeline-beads.ts";
import { ProofImage } from "./proof-image.tsx";

/** The thread of an order with its times, actors and evidence. */
export function OrderTimeline({
  order,
  entries,
}: {
  order: Pick<AnyOrderView, "proofPhotoUrl" | "signatureUrl">;
  entries: readonly TimelineEntry[];
}) {
  const handover = entries.find(({ action }) => action === "deliver")?.seq;
  const lastProof = entries.findLast(({ action }) => action === "addProof")?.seq;
  const evidenceAt = String(handover ?? lastProof ?? "");
  return (
    <ThreadDetail
      beads={beadsOfTimeline(entries)}
      evidence={bead =>
        bead.key === evidenceAt && (order.proofPhotoUrl || order.signatureUrl) ? (
          <div className="mt-2 flex flex-wrap gap-2">
            {order.proofPhotoUrl ? <ProofImage url={order.proofPhotoUrl} kind="photo" /> : null}
            {order.signatureUrl ? <ProofImage url={order.signatureUrl} kind="signature" /> : null}
          </div>
        ) : null
      }
    />
  );
}
