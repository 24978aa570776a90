import type { Point } from "../../shared/geo.ts";
import type { BaseMapConfig } from "../../shared/maps/maps.schema.ts";
import type { RouteLine } from "../../shared/maps/route-line.ts";

type Thing = {
  id: string;
  /** Ids (of orders, of a driver) that this goes with: choosing one of them brings this to the front too. */
  belongsTo?: readonly string[];
};

/** A place where a parcel changes hands: a square for the pickup, a drop for the delivery. */
export type MapStop = Thing & {
  kind: "pickup" | "delivery";
  point: Point;
  /** What a screen reader says and a hover shows: "Pickup: MedPharm, Mannerheimintie 5". */
  label: string;
  /** One letter of the vendor's name, for a pickup. */
  initial?: string;
  /** `done` gets a tick, `attention` an exclamation mark. */
  state?: "open" | "done" | "attention";
};

export type MapDriver = Thing & {
  point: Point;
  initials: string;
  label: string;
  /** `silent`: he should be heard and is not. */
  state: "available" | "on_task" | "late" | "silent";
  /** Degrees clockwise from north; no wedge without it. */
  headingDegrees?: number | null;
  /** Age of the last fix as people say it ("4 min"). With it he is drawn dashed, without direction, and stands still. */
  ageLabel?: string;
};

/** Several things of one kind that would cover each other, as one sign. */
export type MapCrowd = {
  id: string;
  point: Point;
  kind: "drivers" | "deliveries";
  count: number;
  /** How many of them somebody has to look at. */
  needing: number;
  /** The place of at least one is not of now. */
  isOld: boolean;
  /** "12 drivers close together, 3 need you". */
  label: string;
};

export type MapRoute = Thing & {
  line: RouteLine;
  /** How much of its length lies behind the driver, 0 to 1. */
  doneShare?: number;
  /** Whose marker goes along it, from report to report. */
  driverId?: string;
  /** Not along streets: drawn dotted, so that it does not claim to be. */
  isApproximate?: boolean;
};

/** A place being corrected by hand: drag it, tap the map, or move it with the arrow keys. */
export type MapPin = { point: Point; label: string; onMove: (point: Point) => void };

/** The edges of what is shown, in degrees. */
export type MapView = { west: number; south: number; east: number; north: number };

export type CityMapProps = {
  config: BaseMapConfig;
  /** Names the map for screen readers: "Live map of orders and drivers". */
  label: string;
  stops?: readonly MapStop[];
  drivers?: readonly MapDriver[];
  routes?: readonly MapRoute[];
  pin?: MapPin;
  /** Id of a thing, or of an order that things belong to. */
  selectedId?: string | null;
  /** What the map shows, each time it has come to rest. */
  onView?: (view: MapView) => void;
  /** A marker was chosen, or (null) the empty map. */
  onSelect?: (id: string | null) => void;
  /** Change it to show everything at once; otherwise the view is the user's once he has touched it. */
  fitRequest?: number | string;
  /** Hides the buttons, for small previews. */
  isPlain?: boolean;
  className?: string;
};

export const isChosen = ({ id, belongsTo }: Thing, selectedId: string | null | undefined): boolean =>
  selectedId != null && (id === selectedId || (belongsTo?.includes(selectedId) ?? false));
