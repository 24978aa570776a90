import { lazy, Suspense } from "react";
import type { CityMapProps } from "./map-model.ts";

const LoadedCityMap = lazy(() => import("./city-map.tsx"));

/** The map as a chunk of its own: Leaflet and the tile painter load when the first map is shown. */
export default function CityMap(props: CityMapProps) {
  return (
    <Suspense
      fallback={<div className="size-full bg-sunken" role="status" aria-label="The map is loading" />}
    >
      <LoadedCityMap {...props} />
    </Suspense>
  );
}
