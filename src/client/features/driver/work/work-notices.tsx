import { CircleSlash, MapPinOff, RefreshCw, TriangleAlert } from "lucide-react";
import type { DriverView } from "../../../../shared/drivers/driver.schema.ts";
import { isWorking } from "../duty/use-duty.ts";
import { usePositionAccess } from "../duty/use-position-access.ts";
import { Notice } from "../parts/notice.tsx";
import type { Refusal } from "../phone/outbox.ts";
import { useAppUpdate } from "../pwa/use-app-update.ts";
import { useOutbox, usePhone } from "./use-driver-phone.ts";
import { useTakenBack } from "./use-work.ts";

type WorkNoticesProps = { driver: DriverView; onSharePosition: () => void };

/** What has happened behind the driver's back, newest facts first; each goes away when he has read it. */
export function WorkNotices({ driver, onSharePosition }: WorkNoticesProps) {
  const { outbox } = usePhone();
  const { refusals, waitingFor } = useOutbox();
  const { gone, dismiss } = useTakenBack();
  const access = usePositionAccess();
  const update = useAppUpdate();
  // A refusal tells the same and more.
  const told = new Set(refusals.map(({ action }) => action.orderId));
  const isBlind = isWorking(driver.status) && access !== "granted" && access !== "unknown";
  return (
    <>
      {gone
        .filter(({ orderId }) => !told.has(orderId))
        .map(({ id, order }) => (
          <Notice
            key={id}
            isUrgent
            tone="attention"
            icon={CircleSlash}
            title={`${order.vendorName} took ${order.orderNumber} back`}
            action={{ label: "Got it", onPress: dismiss }}
          >
            {order.status === "driver_assigned"
              ? "You need not fetch it."
              : "Call them about the parcel that you carry."}
          </Notice>
        ))}
      {refusals.map(refusal => (
        <RefusalNotice
          key={refusal.seq}
          refusal={refusal}
          onDismiss={() => void outbox.dismiss(refusal.seq)}
        />
      ))}
      {waitingFor === "server" ? (
        <Notice tone="attention" icon={RefreshCw} title="MedEx has trouble taking your work">
          It is safe on this phone and is sent again by itself.
        </Notice>
      ) : null}
      {isBlind ? (
        <Notice
          tone="attention"
          icon={MapPinOff}
          title="Nobody sees where you are"
          action={{ label: "Share position", onPress: onSharePosition }}
        />
      ) : null}
      {update ? (
        <Notice
          icon={RefreshCw}
          title="A new version is ready"
          action={{ label: "Update now", onPress: update }}
        />
      ) : null}
    </>
  );
}

const DONE = {
  acceptAssignment: "Accepting",
  declineAssignment: "Declining",
  pickUp: "“Picked up”",
  startDelivery: "“Start delivery”",
  addProof: "The proof",
  deliver: "“Delivered”",
} as const satisfies Record<Refusal["action"]["step"]["kind"], string>;

function RefusalNotice({ refusal, onDismiss }: { refusal: Refusal; onDismiss: () => void }) {
  const { action, problem, alsoFallen } = refusal;
  return (
    <Notice
      isUrgent
      tone="danger"
      icon={TriangleAlert}
      title={`${DONE[action.step.kind]} for ${action.orderNumber} (${action.who}) was not accepted`}
      action={{ label: "Got it", onPress: onDismiss }}
    >
      {problem.text} {problem.wayOut}
      {alsoFallen > 0 ? " What you did after it for this order does not count either." : null}
      {problem.requestId && problem.code === "INTERNAL" ? (
        <span className="mt-1 block font-mono text-sm">Request {problem.requestId}</span>
      ) : null}
    </Notice>
  );
}
