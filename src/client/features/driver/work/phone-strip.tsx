import { CloudUpload, MapPin, MapPinOff, WifiOff } from "lucide-react";
import type { DriverStatus } from "../../../../shared/drivers/driver.schema.ts";
import { useLiveness } from "../../../app/providers.tsx";
import { duration } from "../../../ui/time-format.ts";
import { useNow } from "../../../ui/use-now.ts";
import { isWorking } from "../duty/use-duty.ts";
import { usePositionAccess } from "../duty/use-position-access.ts";
import { useOutbox, useTracker } from "./use-driver-phone.ts";

/** Older than this, those who follow see an old place. */
const LATE_MS = 60_000;

/** What this phone is telling the others: how old the last position is, what waits, whether there is a network. */
export function PhoneStrip({ status }: { status: DriverStatus }) {
  const { connection } = useLiveness();
  const { waiting } = useOutbox();
  const isOffline = connection === "offline" || connection === "reconnecting";
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-1 text-base">
      {isWorking(status) ? <PositionAge /> : null}
      {isOffline ? (
        <span role="status" className="inline-flex items-center gap-2 font-medium text-attention-ink">
          <WifiOff aria-hidden className="size-4.5" strokeWidth={1.75} />
          {connection === "offline" ? "No network" : "Reconnecting"}
        </span>
      ) : null}
      {waiting.length > 0 ? (
        <span role="status" className="inline-flex items-center gap-2 font-medium text-attention-ink">
          <CloudUpload aria-hidden className="size-4.5" strokeWidth={1.75} />
          {waiting.length} waiting to send
        </span>
      ) : null}
    </div>
  );
}

function PositionAge() {
  const { lastSentMs, problem } = useTracker();
  const access = usePositionAccess();
  const now = useNow(1_000);
  const ageMs = lastSentMs === null ? null : Math.max(0, now - lastSentMs);
  const isLate = ageMs !== null && ageMs > LATE_MS;
  const isFine = access === "granted" && !isLate;
  const Icon = isFine ? MapPin : MapPinOff;
  return (
    <span
      className={`inline-flex items-center gap-2 ${isFine ? "text-ink-soft" : "font-medium text-attention-ink"}`}
    >
      <Icon aria-hidden className="size-4.5" strokeWidth={1.75} />
      {words()}
    </span>
  );

  function words() {
    if (access === "unknown") return "Finding your position";
    if (access !== "granted") return "Position not shared";
    if (ageMs !== null) return `Position sent ${duration(ageMs)} ago`;
    return problem === "unavailable" ? "No GPS signal yet" : "Finding your position";
  }
}
