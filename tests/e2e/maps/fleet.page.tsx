/* A map with a whole fleet on it, each driver of which is heard once a second, in four parts as the server sends them. */
import { useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import CityMap, { type MapDriver } from "../../../src/client/map/index.ts";
import type { Point } from "../../../src/shared/geo.ts";

const FLEET = 500;
const PARTS = 4;
/** About 8 m, as far as a bicycle goes in a second and a half. */
const STEP_DEGREES = 0.00015;

const config = {
  provider: "embedded" as const,
  tilesUrl: "/tiles/city.pmtiles",
  attribution: "© OpenStreetMap contributors",
  bounds: [24.9351762, 60.164155, 24.9534145, 60.179113] as const,
  center: { latitude: 60.1716, longitude: 24.9443 },
  minZoom: 13,
  maxZoom: 19,
};
const [WEST, SOUTH, EAST, NORTH] = config.bounds;

/** A place in the city that only depends on the number: fractions of multiples of the golden ratio are spread evenly. */
const placeOf = (index: number): Point => ({
  latitude: SOUTH + 0.001 + ((index * 0.618033988749895) % 1) * (NORTH - SOUTH - 0.002),
  longitude: WEST + 0.001 + ((index * 0.754877666246693) % 1) * (EAST - WEST - 0.002),
});

const fleet: MapDriver[] = Array.from({ length: FLEET }, (_, index) => ({
  id: `driver-${String(index).padStart(3, "0")}`,
  initials: "DR",
  label: `Driver ${index}`,
  state: index % 25 === 0 ? "late" : index % 2 === 0 ? "on_task" : "available",
  headingDegrees: (index * 37) % 360,
  point: placeOf(index),
}));
/** Two who stand at the same door, silent, and two at another. */
const PAIRS: MapDriver[] = ["Aino", "Ilmo", "Olli", "Vera"].map((name, index) => ({
  id: name,
  initials: name.slice(0, 2),
  label: name,
  state: index < 2 ? "silent" : "available",
  ...(index < 2 ? { ageLabel: "6 min" } : {}),
  point: { latitude: 60.1716, longitude: index < 2 ? 24.9443 : 24.9483 },
}));

export type FleetPage = {
  /** How long it has been moving since the last task of 50 ms or more. */
  smoothMs(): number;
  selectedId: string | null;
  /** Begins, or ends, to move. */
  move(isMoving: boolean): void;
  show(which: "fleet" | "pairs"): void;
};
declare global {
  interface Window {
    fleet: FleetPage;
  }
}

let smoothSinceMs = Number.POSITIVE_INFINITY;
new PerformanceObserver(list => {
  for (const { startTime, duration } of list.getEntries()) smoothSinceMs = startTime + duration;
}).observe({ type: "longtask" });
const smoothMs = () => performance.now() - smoothSinceMs;

function Page() {
  const [drivers, setDrivers] = useState(fleet);
  const [isMoving, move] = useState(false);
  const [which, show] = useState<"fleet" | "pairs">("fleet");
  const [selectedId, onSelect] = useState<string | null>(null);
  window.fleet = { smoothMs, move, show, selectedId };
  useEffect(() => {
    if (!isMoving) return;
    smoothSinceMs = performance.now();
    let tick = 0;
    const timer = setInterval(() => {
      tick += 1;
      setDrivers(known =>
        known.map((driver, index) => (index % PARTS === tick % PARTS ? moved(driver) : driver)),
      );
    }, 1_000 / PARTS);
    return () => clearInterval(timer);
  }, [isMoving]);
  return (
    <CityMap
      config={config}
      label="Fleet"
      drivers={which === "fleet" ? drivers : PAIRS}
      selectedId={selectedId}
      onSelect={onSelect}
      fitRequest={which}
    />
  );
}

function moved(driver: MapDriver): MapDriver {
  const heading = ((driver.headingDegrees ?? 0) * Math.PI) / 180;
  return {
    ...driver,
    headingDegrees: ((driver.headingDegrees ?? 0) + 5) % 360,
    point: {
      latitude: driver.point.latitude + Math.cos(heading) * STEP_DEGREES,
      longitude: driver.point.longitude + Math.sin(heading) * STEP_DEGREES,
    },
  };
}

const root = document.getElementById("root");
if (root) createRoot(root).render(<Page />);
