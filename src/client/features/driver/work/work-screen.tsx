import { useState } from "react";
import type { DriverView } from "../../../../shared/drivers/driver.schema.ts";
import { ErrorState } from "../../../ui/error-state.tsx";
import { DutyHeader } from "../duty/duty-header.tsx";
import { PositionSheet } from "../duty/position-sheet.tsx";
import { useSetDuty } from "../duty/use-duty.ts";
import { usePositionAccess } from "../duty/use-position-access.ts";
import { progressOf } from "../phone/run.ts";
import { useWakeLock } from "../phone/use-wake-lock.ts";
import { IdleCard } from "./idle-card.tsx";
import { OfferCard } from "./offer-card.tsx";
import { OfferReminder } from "./offer-reminder.tsx";
import { OtherStops } from "./other-stops.tsx";
import { PhoneStrip } from "./phone-strip.tsx";
import { StopAction } from "./stop-action.tsx";
import { StopCard } from "./stop-card.tsx";
import { type Work, withChosen } from "./stops.ts";
import { useRun } from "./use-driver-phone.ts";
import { useDriver, useVendorName, useWork } from "./use-work.ts";
import { WorkNotices } from "./work-notices.tsx";
import { WorkSkeleton } from "./work-skeleton.tsx";

/** What do I do next? One card and one verb: an offer to answer, a stop to go to, or a calm wait. */
export function WorkScreen() {
  const driver = useDriver();
  const { work, asOfMs, error, refetch } = useWork();
  if (work && driver.data) return <WorkThere work={work} asOfMs={asOfMs} driver={driver.data} />;
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return <WorkSkeleton />;
}

type WorkThereProps = { work: Work; asOfMs: number; driver: DriverView };

function WorkThere({ work, asOfMs, driver }: WorkThereProps) {
  const { offers, stops } = work;
  const vendorName = useVendorName(driver.vendorId);
  const access = usePositionAccess();
  const duty = useSetDuty();
  const run = useRun();
  const [isExplaining, setIsExplaining] = useState<"duty" | "position" | null>(null);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [postponed, setPostponed] = useState<ReadonlySet<string>>(new Set());
  const [stop, others] = withChosen(stops, chosenId);
  const offer = offers.find(({ id }) => !postponed.has(id));
  useWakeLock(stop !== undefined);

  const goOnDuty = () => (access === "granted" ? duty.set("goOnDuty") : setIsExplaining("duty"));
  const explained = () => {
    if (isExplaining === "duty") duty.set("goOnDuty");
    setIsExplaining(null);
  };
  const progress = progressOf(
    run,
    stops.map(({ kind }) => ({ isPickedUp: kind === "delivery" })),
  );

  return (
    <>
      <DutyHeader driver={driver} stop={stop} onGoOnDuty={goOnDuty} />
      <main className="flex min-h-0 flex-1 flex-col">
        <div className="mx-auto flex w-full max-w-120 shrink-0 flex-col gap-3 px-4 pb-3">
          <PhoneStrip status={driver.status} asOfMs={asOfMs} />
          <WorkNotices driver={driver} onSharePosition={() => setIsExplaining("position")} />
          {offer ? null : <OfferReminder offers={offers} onOpen={() => setPostponed(new Set())} />}
        </div>
        {offer ? (
          <OfferCard
            key={offer.id}
            offer={offer}
            others={offers.length - 1}
            onLater={stop ? () => setPostponed(new Set([...postponed, offer.id])) : undefined}
          />
        ) : stop ? (
          <>
            <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-6">
              <div className="mx-auto flex w-full max-w-120 flex-col gap-6">
                <StopCard key={stop.order.id} stop={stop} progress={progress} />
                <OtherStops stops={others} onChoose={({ order }) => setChosenId(order.id)} />
              </div>
            </div>
            <StopAction stop={stop} />
          </>
        ) : (
          <IdleCard driver={driver} vendorName={vendorName} duty={duty} onGoOnDuty={goOnDuty} />
        )}
      </main>
      {isExplaining ? (
        <PositionSheet
          access={access}
          vendorName={vendorName}
          mayGoOnWithout={isExplaining === "duty"}
          onClose={() => setIsExplaining(null)}
          onGoOn={explained}
        />
      ) : null}
    </>
  );
}
