import { CloudUpload, MapPin, MapPinOff, WifiOff } from "lucide-react";
import type { DriverStatus } from "../../../../shared/drivers/driver.schema.ts";
import { WORST_ACCURACY_METERS } from "../../../../shared/drivers/fix-quality.ts";
import { useLiveness } from "../../../app/providers.tsx";
import { duration, shortTime } from "../../../ui/time-format.ts";
import { useNow } from "../../../ui/use-now.ts";
import { isWorking } from "../duty/use-duty.ts";
import { usePositionAccess } from "../duty/use-position-access.ts";
import { distanceText } from "../parts/distance-text.ts";
import { useCutOff } from "./use-cut-off.ts";
import { useOutbox, useTracker } from "./use-driver-phone.ts";

/** Older than this, those who follow see an old place. */
const LATE_MS = 60_000;

type PhoneStripProps = {
  status: DriverStatus;
  /** Device time at which the service last told the work. */
  asOfMs: number;
};

/** What this phone tells the others and hears of them: the age of the last position and of the work, what waits. */
export function PhoneStrip({ status, asOfMs }: PhoneStripProps) {
  const { waiting } = useOutbox();
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-1 text-base">
      {isWorking(status) ? <PositionAge /> : null}
      <WorkAge asOfMs={asOfMs} />
      {waiting.length > 0 ? (
        <span role="status" className="inline-flex items-center gap-2 font-medium text-attention-ink">
          <CloudUpload aria-hidden className="size-4.5" strokeWidth={1.75} />
          {waiting.length} waiting to send
        </span>
      ) : null}
    </div>
  );
}

/** While nothing new arrives: how old it is what the driver sees. An open socket would have told of a change. */
function WorkAge({ asOfMs }: Pick<PhoneStripProps, "asOfMs">) {
  const { lastHeardAt } = useLiveness();
  const cutOff = useCutOff();
  const now = useNow(60_000);
  if (!cutOff) return null;
  const toldAt = new Date(Math.max(asOfMs, lastHeardAt ?? 0)).toISOString();
  return (
    <span role="status" className="inline-flex items-center gap-2 font-medium text-attention-ink">
      <WifiOff aria-hidden className="size-4.5" strokeWidth={1.75} />
      As of {shortTime(toldAt, now)}, {cutOff}
    </span>
  );
}

function PositionAge() {
  const { here, lastSentMs, isDoubted, problem } = useTracker();
  const access = usePositionAccess();
  const now = useNow(1_000);
  const ageMs = lastSentMs === null ? null : Math.max(0, now - lastSentMs);
  const isLate = ageMs !== null && ageMs > LATE_MS;
  const isImprecise = here !== null && here.accuracyMeters > WORST_ACCURACY_METERS;
  const isFine = access === "granted" && !isLate && !isImprecise && !isDoubted;
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
    if (isImprecise) return `Position imprecise, within ${distanceText(here.accuracyMeters / 1_000)}`;
    if (isDoubted) return "Position uncertain, checking it";
    if (ageMs !== null) return `Position sent ${duration(ageMs)} ago`;
    return problem === "unavailable" ? "No GPS signal yet" : "Finding your position";
  }
}
