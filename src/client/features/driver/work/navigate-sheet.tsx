import { Map as MapIcon, Navigation } from "lucide-react";
import { useNavigate } from "react-router";
import { PhoneSheet, SheetButton, SheetLink } from "../parts/phone-sheet.tsx";
import { navigationApps } from "./navigation-links.ts";
import type { Stop } from "./stops.ts";

/** Which app leads the way. */
export function NavigateSheet({ stop, onClose }: { stop: Stop; onClose: () => void }) {
  const navigate = useNavigate();
  return (
    <PhoneSheet title={stop.place.address} onClose={onClose}>
      {navigationApps(stop.place, navigator.userAgent).map(({ name, href, isOutside }) => (
        <SheetLink
          key={name}
          href={href}
          isOutside={isOutside}
          icon={<Navigation aria-hidden className="size-6 shrink-0" strokeWidth={1.75} />}
        >
          {name}
        </SheetLink>
      ))}
      <SheetButton
        icon={<MapIcon aria-hidden className="size-6 shrink-0" strokeWidth={1.75} />}
        detail="Keeps sending your position"
        onClick={() => navigate(`/driver/orders/${stop.order.id}/map`)}
      >
        Map in MedEx
      </SheetButton>
      <p className="px-3 pt-2 text-base text-ink-soft">
        While another app is in front, this phone may stop sending your position.
      </p>
    </PhoneSheet>
  );
}
