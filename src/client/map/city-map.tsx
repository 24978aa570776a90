import { Crosshair, Maximize, Minus, Plus } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import "leaflet/dist/leaflet.css";
import "./map.css";
import { CrowdList, type CrowdListProps } from "./crowd-list.tsx";
import { MapController } from "./map-controller.ts";
import { type CityMapProps, isChosen } from "./map-model.ts";

/**
 * The city with stops, drivers and routes on it. The view is moved by the user, by the buttons and by a change of
 * `fitRequest`; never by new data. Fills its parent.
 */
export default function CityMap(props: CityMapProps) {
  const {
    config,
    label,
    stops,
    drivers,
    routes,
    pin,
    selectedId = null,
    fitRequest,
    isPlain,
    className,
  } = props;
  const container = useRef<HTMLDivElement>(null);
  const controller = useRef<MapController | null>(null);
  const latest = useRef(props);
  const [areTilesShown, setAreTilesShown] = useState(true);
  const [isRasterShown, setIsRasterShown] = useState(false);
  const [followedId, setFollowedId] = useState<string | null>(null);
  const [crowd, setCrowd] = useState<(Pick<CrowdListProps, "title" | "members"> & { id: string }) | null>(
    null,
  );
  const chosenByName = useRef<string | null>(null);

  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (!container.current) return;
    const created = new MapController(container.current, config, {
      onSelect: id => latest.current.onSelect?.(id),
      onTilesHealth: setAreTilesShown,
      onRaster: setIsRasterShown,
      onView: view => latest.current.onView?.(view),
      onFollowEnd: () => setFollowedId(null),
      onCrowd: ({ id, label }, members) => setCrowd({ id, title: label, members }),
    });
    controller.current = created;
    return () => {
      controller.current = null;
      created.remove();
    };
  }, [config]);

  // `config` is listed because a new configuration makes a new, empty map.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    controller.current?.update({ stops, drivers, routes, pin, selectedId, fitRequest });
  }, [stops, drivers, routes, pin, selectedId, fitRequest, config]);

  // Whoever is chosen from a list by name stands by himself from now on.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once each time that another is chosen
  useEffect(() => {
    if (chosenByName.current) controller.current?.focus(chosenByName.current);
    chosenByName.current = null;
  }, [selectedId]);

  const follow = (driverId: string | null) => {
    setFollowedId(driverId);
    controller.current?.follow(driverId);
  };
  const chosenDriver = drivers?.find(driver => isChosen(driver, selectedId));

  return (
    <section className={`map-frame ${className ?? ""}`} aria-label={label}>
      <div ref={container} className="map-canvas" data-pinning={pin ? "" : undefined} />
      {!isPlain && (
        <div className="map-buttons">
          {chosenDriver && (
            <MapButton
              label={followedId ? "Stop following" : "Follow"}
              isPressed={followedId !== null}
              onPress={() => follow(followedId ? null : chosenDriver.id)}
            >
              <Crosshair size={18} strokeWidth={1.75} />
            </MapButton>
          )}
          <MapButton label="Show everything" onPress={() => controller.current?.fitAll({ animate: true })}>
            <Maximize size={18} strokeWidth={1.75} />
          </MapButton>
          <div className="map-zoom">
            <MapButton label="Zoom in" onPress={() => controller.current?.zoomBy(1)}>
              <Plus size={18} strokeWidth={1.75} />
            </MapButton>
            <MapButton label="Zoom out" onPress={() => controller.current?.zoomBy(-1)}>
              <Minus size={18} strokeWidth={1.75} />
            </MapButton>
          </div>
        </div>
      )}
      {crowd && (
        <CrowdList
          key={crowd.id}
          title={crowd.title}
          members={crowd.members}
          onSelect={id => {
            setCrowd(null);
            chosenByName.current = id;
            latest.current.onSelect?.(id);
          }}
          onClose={() => setCrowd(null)}
        />
      )}
      {!areTilesShown && (
        <p className="map-notice" role="status">
          The street map did not load; trying again.
        </p>
      )}
      {isRasterShown && <p className="map-mark">{config.raster?.mark}</p>}
      <Attribution text={(isRasterShown && config.raster?.attribution) || config.attribution} />
    </section>
  );
}

type MapButtonProps = { label: string; isPressed?: boolean; onPress: () => void; children: ReactNode };

function MapButton({ label, isPressed, onPress, children }: MapButtonProps) {
  return (
    <button
      type="button"
      className="map-button"
      title={label}
      aria-label={label}
      aria-pressed={isPressed}
      onClick={onPress}
    >
      {children}
    </button>
  );
}

/** The licence of the map's data asks for this line, with a link for those who want to know more. */
function Attribution({ text }: { text: string }) {
  return (
    <p className="map-attribution">
      {text.includes("OpenStreetMap") ? (
        <a href="https://www.openstreetmap.org/copyright" target="_blank" rel="noreferrer">
          {text}
        </a>
      ) : (
        text
      )}
    </p>
  );
}
