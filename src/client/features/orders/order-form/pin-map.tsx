import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { distanceMeters, type Point } from "../../../../shared/geo.ts";
import { useTRPC } from "../../../app/trpc.ts";
import { useMapConfig } from "../../../app/use-map-config.ts";
import CityMap from "../../../map/index.ts";
import { Button } from "../../../ui/button.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";
import { useDebounced } from "../../../ui/use-debounced.ts";

type PinMapProps = {
  /** Null: nothing is known yet, the pin begins in the middle of the city. */
  point: Point | null;
  address: string;
  onMove: (point: Point) => void;
  /** The address that the pin stands at shall be used. */
  onAddress: (address: string, at: Point) => void;
  onSettled?: (() => void) | undefined;
  fitRequest: number;
  hint?: string | undefined;
};

/** Nearer than this the typed address and the pin mean the same door. */
const SAME_PLACE_METERS = 60;
const SETTLE_MS = 300;

/** The pin on the map: dragged, tapped or moved by arrow keys; says which address it stands at. */
export function PinMap(props: PinMapProps) {
  const { point, address, onMove, onAddress, onSettled, fitRequest, hint } = props;
  const trpc = useTRPC();
  const config = useMapConfig();
  const [moved, setMoved] = useState<Point | null>(null);
  const asked = useDebounced(moved, SETTLE_MS);
  const nearest = useQuery(
    trpc.maps.reverse.queryOptions(asked ?? { latitude: 0, longitude: 0 }, { enabled: asked !== null }),
  );
  if (!config.data) return <Skeleton className="h-44 w-full rounded-card" />;

  const shown = point ?? config.data.center;
  const move = (to: Point) => {
    setMoved(to);
    onMove(to);
    onSettled?.();
  };
  const proposal = moved && nearest.data && nearest.data.address !== address ? nearest.data : null;
  const isFar = proposal !== null && moved !== null && distanceMeters(proposal, moved) > SAME_PLACE_METERS;

  return (
    <div className="flex flex-col gap-1.5">
      <div className="h-52 overflow-hidden rounded-card border">
        <CityMap
          config={config.data}
          label="Where the door is"
          pin={{ point: shown, label: `The pin: ${address || "no address yet"}`, onMove: move }}
          fitRequest={fitRequest}
        />
      </div>
      {proposal ? (
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-ink-soft text-sm">
          <span>
            The pin is {isFar ? "near" : "at"} <span className="text-ink">{proposal.address}</span>.
          </span>
          {moved ? (
            <Button size="small" onClick={() => onAddress(proposal.address, moved)}>
              Use this address
            </Button>
          ) : null}
        </p>
      ) : (
        <p className="text-ink-soft text-sm">
          {hint ?? "The courier goes to the pin. Drag it, or tap the map, if the door is elsewhere."}
        </p>
      )}
    </div>
  );
}
