import type { DriverView } from "../../../../shared/drivers/driver.schema.ts";
import { Button } from "../../../ui/button.tsx";
import { ErrorLine } from "../../../ui/error-state.tsx";
import { DUTY_VERB } from "../duty/duty-look.ts";
import { dutyActions, type useSetDuty } from "../duty/use-duty.ts";
import { ActionBar } from "../parts/action-bar.tsx";
import { TodayLine, TodayList } from "./today.tsx";
import { useCutOff } from "./use-cut-off.ts";

type IdleCardProps = {
  driver: DriverView;
  vendorName: string;
  duty: ReturnType<typeof useSetDuty>;
  onGoOnDuty: () => void;
};

/** Nothing in hand: says what happens next, offers the one thing worth doing. */
export function IdleCard({ driver, vendorName, duty, onGoOnDuty }: IdleCardProps) {
  const firstName = driver.fullName.split(" ")[0] ?? driver.fullName;
  const { title, text } = WORDS[driver.status];
  const isDeaf = useCutOff() !== null && driver.status === "available";
  const mayStart = dutyActions(driver.can).includes("goOnDuty");
  return (
    <>
      <div className="mx-auto flex min-h-0 w-full max-w-120 flex-1 flex-col justify-center-safe gap-3 overflow-y-auto px-5 pb-10">
        <Waiting isOn={driver.status === "available" && !isDeaf} />
        <h1 className="mt-4 text-balance font-semibold text-[1.75rem] leading-9">{title(firstName)}</h1>
        <p className="text-pretty text-ink-soft text-lg">{isDeaf ? DEAF : text(vendorName)}</p>
        <div className="mt-3 border-t pt-4">
          <TodayLine />
          <TodayList />
        </div>
        <ErrorLine error={duty.error} />
      </div>
      {mayStart ? (
        <ActionBar>
          <Button tone="primary" size="thumb" pending={duty.pending} onClick={onGoOnDuty}>
            {driver.status === "on_break" ? "Back on duty" : DUTY_VERB.goOnDuty.label}
          </Button>
        </ActionBar>
      ) : null}
    </>
  );
}

const DEAF = "No offer can reach this phone now. Offers come again as soon as there is a network.";

const greeting = (): string => {
  const hour = new Date().getHours();
  if (hour < 5) return "Good night";
  if (hour < 11) return "Good morning";
  return hour < 18 ? "Good day" : "Good evening";
};

const WORDS = {
  offline: {
    title: (name: string) => `${greeting()}, ${name}`,
    text: (_: string) => "You are off duty. No orders come in, and nobody sees where you are.",
  },
  available: {
    title: (_: string) => "Waiting for the next order",
    text: (vendor: string) =>
      `${vendor} sees you on duty. An offer appears here with a sound: keep MedEx open and the screen on.`,
  },
  on_break: {
    title: (name: string) => `Take your time, ${name}`,
    text: (_: string) => "No orders come in during a break, and your position is not shared.",
  },
  busy: {
    title: (_: string) => "Almost done",
    text: (vendor: string) => `${vendor} has not confirmed your last delivery yet. It happens by itself.`,
  },
} as const satisfies Record<DriverView["status"], Record<"title" | "text", (text: string) => string>>;

/** A thread whose next bead breathes while an order may come, and rests when none may. */
function Waiting({ isOn }: { isOn: boolean }) {
  return (
    <span aria-hidden className="flex w-40 items-center text-brand">
      <span className="size-4 rounded-full bg-current" />
      <span className="h-0.5 flex-1 bg-current" />
      <span
        className={`size-5 rounded-full ${isOn ? "bead-current bg-current" : "border-2 border-current"}`}
      />
      <span className="h-0.5 flex-1 bg-hairline-strong" />
      <span className="size-4 rounded-full border-2 border-hairline-strong" />
    </span>
  );
}
