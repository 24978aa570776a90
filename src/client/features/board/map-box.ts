import { useCallback, useState } from "react";
import type { DriverView } from "../../../shared/drivers/driver.schema.ts";
import type { Viewport } from "../../../shared/events.ts";
import type { MapView } from "../../map/index.ts";
import { useDebounced } from "../../ui/use-debounced.ts";

/** Of more drivers than this on duty, only those on the map are followed live; of fewer, all. */
const LARGE_FLEET = 50;
/** Boxes end on this grid, some 500 m: a nudge of the map asks for nothing new. */
const GRID_DEGREES = 0.005;
const SETTLED_MS = 300;

/** The box to follow drivers in, or null for all of them; tell it what the map shows. */
export function useMapBox(drivers: readonly DriverView[]) {
  const [view, setView] = useState<Viewport | null>(null);
  const onView = useCallback((shown: MapView) => {
    const next = onGrid(shown);
    setView(known => (known && isSame(known, next) ? known : next));
  }, []);
  const settled = useDebounced(view, SETTLED_MS);
  return { box: boxFor(drivers, settled), onView };
}

/** Panels and menus know drivers by the list, so nothing but the map misses those elsewhere. */
export function boxFor(drivers: readonly DriverView[], view: Viewport | null): Viewport | null {
  const onDuty = drivers.filter(({ status }) => status === "available" || status === "busy").length;
  return onDuty > LARGE_FLEET ? view : null;
}

/** Outwards to the grid. */
export const onGrid = ({ west, south, east, north }: MapView): Viewport => ({
  west: Math.max(-180, onLine(west, Math.floor)),
  south: Math.max(-90, onLine(south, Math.floor)),
  east: Math.min(180, onLine(east, Math.ceil)),
  north: Math.min(90, onLine(north, Math.ceil)),
});

const onLine = (degrees: number, round: (value: number) => number): number =>
  Number((round(degrees / GRID_DEGREES) * GRID_DEGREES).toFixed(3));

const isSame = (a: Viewport, b: Viewport): boolean =>
  a.west === b.west && a.south === b.south && a.east === b.east && a.north === b.north;
