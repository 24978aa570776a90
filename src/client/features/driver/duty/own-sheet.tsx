import { LogOut, Moon, Sun } from "lucide-react";
import { useState } from "react";
import type { DriverView } from "../../../../shared/drivers/driver.schema.ts";
import { useConnection } from "../../../app/providers.tsx";
import { Button } from "../../../ui/button.tsx";
import { useTheme } from "../../../ui/theme.ts";
import { PhoneSheet, SheetButton } from "../parts/phone-sheet.tsx";
import { TodayLine } from "../work/today.tsx";
import { useOutbox } from "../work/use-driver-phone.ts";
import { isWorking } from "./use-duty.ts";

/** The driver's own things: who he is on this phone, what today brought, light or dark, goodbye. */
export function OwnSheet({ driver, onClose }: { driver: DriverView; onClose: () => void }) {
  const { medex } = useConnection();
  const { theme, choose } = useTheme();
  const { waiting } = useOutbox();
  const [isLeaving, setIsLeaving] = useState(false);
  const leave = () =>
    waiting.length > 0 || isWorking(driver.status) ? setIsLeaving(true) : void medex.logout();
  const ThemeIcon = theme === "dark" ? Sun : Moon;

  if (isLeaving) {
    return (
      <PhoneSheet title="Sign out of this phone?" onClose={onClose} closeLabel="Stay signed in">
        <p className="px-1 pb-3 text-lg">
          {waiting.length > 0
            ? `${waiting.length} ${waiting.length === 1 ? "thing is" : "things are"} not sent yet. If you sign out now ${waiting.length === 1 ? "it is" : "they are"} lost, and your work counts as not done. Wait until the phone has network.`
            : "You are still on duty: orders may come while nobody looks at this phone. Go off duty first, if you can."}
        </p>
        <Button tone="dangerQuiet" size="thumb" onClick={() => medex.logout()}>
          {waiting.length > 0 ? `Sign out and lose ${waiting.length}` : "Sign out"}
        </Button>
      </PhoneSheet>
    );
  }
  return (
    <PhoneSheet title={driver.fullName} onClose={onClose}>
      <div className="px-1 pb-2">
        <TodayLine />
      </div>
      <SheetButton
        icon={<ThemeIcon aria-hidden className="size-6 shrink-0" strokeWidth={1.75} />}
        onClick={() => choose(theme === "dark" ? "light" : "dark")}
      >
        {theme === "dark" ? "Use light colours" : "Use dark colours"}
      </SheetButton>
      <SheetButton
        icon={<LogOut aria-hidden className="size-6 shrink-0" strokeWidth={1.75} />}
        detail="Everything of yours leaves this phone"
        onClick={leave}
      >
        Sign out
      </SheetButton>
    </PhoneSheet>
  );
}
