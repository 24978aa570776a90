import type { Tags } from "../../../extract/block-parts.ts";
import { NO_EFFECT, NO_PASSAGE, type NodeEffect, type Passage, type Passages } from "./passage.ts";
import { accessOf, directed, measureOf, onewayOf, speedOf } from "./tag-values.ts";

export type MotorVehicle = {
  /** Names by which signs mean it, the closest first. */
  signs: readonly string[];
  topKmh: number;
  heightMeters: number;
  widthMeters: number;
  lengthMeters: number;
  weightTonnes: number;
  /** Roads for motor vehicles that are fast enough. */
  mayUseMotorways: boolean;
};

/**
 * km/h driven on average where no limit is signed. These, the share of a signed limit, surfaces and delays follow the
 * car profile of OSRM, with which bench/maps compares our routes (https://github.com/Project-OSRM/osrm-backend).
 */
const USUAL_KMH: Record<string, number> = {
  motorway: 90,
  motorway_link: 45,
  trunk: 85,
  trunk_link: 40,
  primary: 65,
  primary_link: 30,
  secondary: 55,
  secondary_link: 25,
  tertiary: 40,
  tertiary_link: 20,
  unclassified: 25,
  residential: 25,
  road: 25,
  living_street: 10,
  service: 15,
};

/** Of a signed limit, so much is driven on average. */
const DRIVEN_OF_LIMIT = 0.8;

/** No faster than this on such ground, km/h; paved ground sets no bound. */
const SURFACE_KMH: Record<string, number> = {
  compacted: 80,
  fine_gravel: 80,
  paving_stones: 60,
  metal: 60,
  bricks: 60,
  sett: 40,
  unhewn_cobblestone: 30,
  gravel: 40,
  unpaved: 40,
  ground: 40,
  dirt: 40,
  wood: 40,
  grass: 40,
  cobblestone: 30,
  earth: 20,
  stone: 20,
  sand: 20,
  mud: 10,
};
const TRACK_KMH: Record<string, number> = { grade1: 60, grade2: 40, grade3: 30, grade4: 25, grade5: 20 };
const SMOOTHNESS_KMH: Record<string, number> = {
  intermediate: 80,
  bad: 40,
  very_bad: 20,
  horrible: 10,
  very_horrible: 5,
};

/** A courier may go to these with his parcel, and through none of them to somewhere else. */
const RESTRICTED = new Set([
  "private",
  "destination",
  "delivery",
  "customers",
  "permit",
  "residents",
  "unknown",
]);
const CLOSED = new Set([
  "no",
  "agricultural",
  "forestry",
  "emergency",
  "emergency_vehicle",
  "psv",
  "bus",
  "taxi",
  "foot",
  "restricted",
  "military",
  "official",
]);

const YARDS = new Set(["alley", "parking", "parking_aisle", "driveway", "drive-through"]);

/** Narrower two-way roads than so many metres, and how they are avoided: somebody has to wait. */
const NARROW: readonly (readonly [meters: number, reluctance: number])[] = [
  [3, 2],
  [4, 1.67],
  [5, 1.33],
  [6, 1.25],
];

const OPEN_BARRIERS = new Set([
  "cattle_grid",
  "border_control",
  "toll_booth",
  "sally_port",
  "no",
  "entrance",
  "arch",
]);
const GATES = new Set(["gate", "lift_gate"]);
const GATE_SECONDS = 60;
/** Averages over green and red, and over an empty and a busy road. */
const SIGN_SECONDS: Record<string, number> = { traffic_signals: 2, stop: 2, give_way: 1 };

/** How a motor vehicle gets along a way with these tags. */
export function motorPassages(tags: Tags, vehicle: MotorVehicle): Passages {
  const usualKmh = USUAL_KMH[tags.highway ?? ""];
  const oneway = onewayOf(tags, vehicle.signs);
  const isFast = tags.highway?.startsWith("motorway") || tags.motorroad === "yes";
  if (usualKmh === undefined || oneway === "changing" || !fits(tags, vehicle)) return NO_PASSAGE;
  if (tags.area === "yes" || tags.impassable === "yes" || tags.service === "emergency_access")
    return NO_PASSAGE;
  if (isFast && !vehicle.mayUseMotorways) return NO_PASSAGE;

  const access = directed(tags, [...vehicle.signs, "access"]).map(value =>
    accessOf(value, { restricted: RESTRICTED, closed: CLOSED }),
  );
  const isOpen = [
    access[0] !== "closed" && oneway !== "backward",
    access[1] !== "closed" && oneway !== "forward",
  ];
  const signed = directed(tags, ["maxspeed:advisory", "maxspeed", "source:maxspeed", "maxspeed:type"]);
  const reluctance = reluctanceOf(tags, Boolean(isOpen[0] && isOpen[1]));
  const along = (direction: 0 | 1): Passage | null => {
    if (!isOpen[direction]) return null;
    const limit = speedOf(signed[direction]);
    const kmh = Math.min(limit ? limit * DRIVEN_OF_LIMIT : usualKmh, groundKmh(tags), vehicle.topKmh);
    return { kmh, reluctance, isRestricted: access[direction] === "restricted", isPushed: false };
  };
  return [along(0), along(1)];
}

function fits(tags: Tags, vehicle: MotorVehicle): boolean {
  const allows = (keys: readonly string[], size: number) => {
    const limit = keys.map(key => measureOf(tags[key])).find(value => value !== null);
    return limit === undefined || limit === null || limit >= size;
  };
  return (
    allows(["maxheight:physical", "maxheight"], vehicle.heightMeters) &&
    allows(["maxwidth:physical", "maxwidth", "width"], vehicle.widthMeters) &&
    allows(["maxlength"], vehicle.lengthMeters) &&
    allows(["maxweightrating", "maxweight"], vehicle.weightTonnes)
  );
}

const groundKmh = ({ surface = "", tracktype = "", smoothness = "" }: Tags): number =>
  Math.min(
    SURFACE_KMH[surface] ?? Number.POSITIVE_INFINITY,
    TRACK_KMH[tracktype] ?? Number.POSITIVE_INFINITY,
    SMOOTHNESS_KMH[smoothness] ?? Number.POSITIVE_INFINITY,
  );

function reluctanceOf(tags: Tags, isTwoWay: boolean): number {
  const width = measureOf(tags.width);
  const narrow = width === null ? undefined : NARROW.find(([meters]) => width < meters);
  return Math.max(
    YARDS.has(tags.service ?? "") ? 2 : 1,
    isTwoWay ? (narrow?.[1] ?? 1) : 1,
    isTwoWay && Number.parseInt(tags.lanes ?? "2", 10) <= 1 ? 2 : 1,
    isTwoWay && tags.lane_markings === "no" ? 1.33 : 1,
    tags.side_road === "yes" ? 1.25 : 1,
    tags.oneway === "alternating" ? 2.5 : 1,
  );
}

/** What a node does to a motor vehicle that comes to it along the drawing of its way, or against it. */
export function motorEffect(tags: Tags, vehicle: MotorVehicle, isForward: boolean): NodeEffect {
  const access = [...vehicle.signs, "access"].map(key => tags[key]).find(Boolean);
  const barrier = access ? undefined : tags.barrier;
  const isClosed = accessOf(access, { restricted: RESTRICTED, closed: CLOSED }) === "closed";
  if (isClosed || (barrier && stops(barrier, tags, vehicle))) return { blocks: true, delaySeconds: 0 };
  const delaySeconds = (barrier && GATES.has(barrier) ? GATE_SECONDS : 0) + signDelaySeconds(tags, isForward);
  return delaySeconds > 0 ? { blocks: false, delaySeconds } : NO_EFFECT;
}

function stops(barrier: string, tags: Tags, { heightMeters }: MotorVehicle): boolean {
  if (barrier === "height_restrictor")
    return (measureOf(tags.maxheight) ?? Number.POSITIVE_INFINITY) < heightMeters;
  if (barrier === "bollard") return tags.bollard !== "rising";
  if (barrier === "kerb")
    return tags.kerb !== "lowered" && tags.kerb !== "flush" && tags.highway !== "crossing";
  return !OPEN_BARRIERS.has(barrier) && !GATES.has(barrier);
}

function signDelaySeconds(tags: Tags, isForward: boolean): number {
  const faces = tags["traffic_signals:direction"] ?? tags.direction;
  const isForOthers = faces === (isForward ? "backward" : "forward");
  return isForOthers ? 0 : (SIGN_SECONDS[tags.highway ?? ""] ?? 0);
}
