/* A page with nothing but the map on it, and a handle for the test to change what the map is told. */
import { useState } from "react";
import { createRoot } from "react-dom/client";
import CityMap, { type MapDriver, type MapStop } from "../../../src/client/map/index.ts";
import type { Point } from "../../../src/shared/geo.ts";

const config = {
  provider: "embedded" as const,
  tilesUrl: "/tiles/city.pmtiles",
  attribution: "© OpenStreetMap contributors",
  bounds: [24.9351762, 60.164155, 24.9534145, 60.179113] as const,
  center: { latitude: 60.1716, longitude: 24.9443 },
  minZoom: 13,
  maxZoom: 19,
};

/** Images that another service draws, for those who ask for the page with them. */
const raster = {
  url: "/raster/{z}/{x}/{y}",
  tileSize: 256,
  minZoom: 10,
  maxZoom: 19,
  attribution: "Map data of Others",
  mark: "Others",
};
const isRaster = location.search === "?raster";
const chosenConfig = isRaster ? { ...config, raster } : config;

const stops: MapStop[] = [
  {
    id: "pickup",
    kind: "pickup",
    initial: "M",
    label: "Pickup: MedPharm",
    point: { latitude: 60.169, longitude: 24.9418 },
    belongsTo: ["order"],
  },
  {
    id: "other",
    kind: "delivery",
    label: "Delivery: Aino Laine",
    point: { latitude: 60.1733, longitude: 24.9465 },
  },
];

const driver: MapDriver = {
  id: "ilmo",
  initials: "IL",
  label: "Ilmo Lahti, on the way",
  state: "on_task",
  headingDegrees: 350,
  point: { latitude: 60.1693, longitude: 24.9488 },
  belongsTo: ["order"],
};

type TestState = { driver: Partial<MapDriver>; selectedId: string | null; pin: Point | null };
export type TestPage = { tell(change: Partial<TestState>): void; state: TestState };

declare global {
  interface Window {
    page: TestPage;
  }
}

function Page() {
  const [state, setState] = useState<TestState>({ driver: {}, selectedId: null, pin: null });
  const tell = (change: Partial<TestState>) => setState(known => ({ ...known, ...change }));
  window.page = { tell, state };
  return (
    <CityMap
      config={chosenConfig}
      label="Live map"
      stops={state.pin ? [] : stops}
      drivers={state.pin ? [] : [{ ...driver, ...state.driver }]}
      pin={
        state.pin ? { point: state.pin, label: "Delivery place", onMove: pin => tell({ pin }) } : undefined
      }
      selectedId={state.selectedId}
      onSelect={selectedId => tell({ selectedId })}
    />
  );
}

const root = document.getElementById("root");
if (root) createRoot(root).render(<Page />);
