import { useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { PhoneSheet } from "../parts/phone-sheet.tsx";
import { usePhone } from "../work/use-driver-phone.ts";
import type { PositionAccess } from "./use-position-access.ts";

type PositionSheetProps = {
  access: PositionAccess;
  vendorName: string;
  /** There is something to go on to without the position: taking up duty. */
  mayGoOnWithout: boolean;
  onClose: () => void;
  /** The position is there, or the driver goes on without it. */
  onGoOn: () => void;
};

/** Says why the position is asked for before the browser does; and the way back when it was refused. */
export function PositionSheet({ access, vendorName, mayGoOnWithout, onClose, onGoOn }: PositionSheetProps) {
  const { tracker } = usePhone();
  const [isAsking, setIsAsking] = useState(false);
  const ask = async () => {
    setIsAsking(true);
    const problem = await tracker.ask();
    setIsAsking(false);
    if (problem === null || problem === "unavailable") onGoOn();
  };

  if (access === "denied" || access === "unsupported") {
    return (
      <PhoneSheet title="Your position is blocked" onClose={onClose} closeLabel="Not now">
        <div className="flex flex-col gap-3 px-1 pb-3 text-lg">
          <p>
            Without it {vendorName} cannot see you, and nobody can be told when you arrive. You can still take
            and deliver orders.
          </p>
          <HowToAllow />
        </div>
        {access === "denied" ? (
          <Button tone="primary" size="thumb" pending={isAsking} onClick={ask}>
            Try again
          </Button>
        ) : null}
        {mayGoOnWithout ? (
          <Button tone="bare" size="thumb" onClick={onGoOn}>
            Go on duty without it
          </Button>
        ) : null}
      </PhoneSheet>
    );
  }
  return (
    <PhoneSheet title="Share your position on duty" onClose={onClose} closeLabel="Not now">
      <ul className="flex flex-col gap-2.5 px-1 pb-4 text-lg">
        <li>
          {vendorName} sees where you are while you are on duty. The recipient sees it only while you carry
          his parcel.
        </li>
        <li>Off duty and on a break nothing is sent.</li>
        <li>
          It works while MedEx is open and the screen is on. A locked phone stops sending: no browser can do
          more.
        </li>
      </ul>
      <Button tone="primary" size="thumb" pending={isAsking} onClick={ask}>
        Share position
      </Button>
    </PhoneSheet>
  );
}

/** Where the permission hides, by the phone in the driver's hand. */
function HowToAllow() {
  const isApple = /iPhone|iPad/.test(navigator.userAgent);
  return (
    <ol className="flex list-decimal flex-col gap-1 pl-6">
      {isApple ? (
        <>
          <li>Open Settings, then Privacy, Location Services, Safari Websites.</li>
          <li>Choose “While using the app”, and come back here.</li>
        </>
      ) : (
        <>
          <li>Tap the sign left of the address at the top, or the three dots.</li>
          <li>Open Permissions, Location, and choose Allow.</li>
        </>
      )}
    </ol>
  );
}
