import { Share, SquarePlus } from "lucide-react";
import { useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { canInstall, forgetHint, install } from "./install.ts";

/** After the first delivery, when the driver knows what he would be keeping: MedEx on the home screen. */
export function InstallHint() {
  const [way, setWay] = useState(canInstall);
  if (!way) return null;
  const close = () => {
    forgetHint();
    setWay(null);
  };
  return (
    <aside className="mt-2 rounded-card border border-hairline bg-surface p-4">
      <p className="flex items-center gap-3 font-medium text-lg">
        <SquarePlus aria-hidden className="size-5" strokeWidth={1.75} />
        Keep MedEx on your home screen
      </p>
      <p className="mt-1 text-ink-soft">
        {way === "prompt" ? (
          "It opens at once, also without network."
        ) : (
          <>
            Tap <Share aria-label="Share" className="inline size-4.5" strokeWidth={1.75} /> and choose “Add to
            Home Screen”.
          </>
        )}
      </p>
      <div className="mt-2 flex gap-2">
        {way === "prompt" ? (
          <Button className="h-11 text-lg" onClick={() => void install().then(close)}>
            Install
          </Button>
        ) : null}
        <Button tone="bare" className="h-11 text-lg" onClick={close}>
          Not now
        </Button>
      </div>
    </aside>
  );
}
