import { useNavigate } from "react-router";
import { Button } from "../../../ui/button.tsx";
import { ActionBar } from "../parts/action-bar.tsx";
import type { Stop } from "./stops.ts";
import { usePhone } from "./use-driver-phone.ts";

/** The one verb of a stop, from what the order allows now. */
export function StopAction({ stop }: { stop: Stop }) {
  const { perform } = usePhone();
  const navigate = useNavigate();
  const { order } = stop;
  const verb = verbOf(stop);
  if (!verb) {
    return (
      <ActionBar>
        <p role="status" className="flex h-14 items-center justify-center text-center text-ink-soft text-lg">
          Nothing to do here until MedEx has answered.
        </p>
      </ActionBar>
    );
  }
  const act = () => {
    if (verb.action === "deliver") navigate(`/driver/orders/${order.id}/hand-over`);
    else void perform(order, { kind: verb.action });
  };
  return (
    <ActionBar>
      <Button tone="primary" size="thumb" onClick={act} className="!whitespace-normal leading-6">
        {verb.label}
      </Button>
    </ActionBar>
  );
}

function verbOf({ order, who }: Stop) {
  const { can } = order;
  if (can.includes("deliver")) return { action: "deliver", label: "Hand over" } as const;
  if (can.includes("startDelivery")) return { action: "startDelivery", label: "Start delivery" } as const;
  if (can.includes("pickUp")) return { action: "pickUp", label: `Picked up at ${who}` } as const;
  return null;
}
