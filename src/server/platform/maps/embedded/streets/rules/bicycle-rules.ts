import type { Tags } from "../../../extract/block-parts.ts";
import { NO_EFFECT, NO_PASSAGE, type NodeEffect, type Passage, type Passages } from "./passage.ts";
import { accessOf, directed, isImpliedOneway, onewayOf, speedOf } from "./tag-values.ts";

/**
 * km/h of a bicycle in the city, stops left out. Speeds, grounds and delays follow the bicycle profile of OSRM, with
 * which bench/maps compares our routes (https://github.com/Project-OSRM/osrm-backend).
 */
const CYCLING_KMH = 15;
/** km/h beside the bicycle, and up or down stairs with it. */
const PUSHING_KMH = 4;
const STEPS_KMH = 2;

const RIDDEN_KMH: Record<string, number> = {
  cycleway: CYCLING_KMH,
  primary: CYCLING_KMH,
  primary_link: CYCLING_KMH,
  secondary: CYCLING_KMH,
  secondary_link: CYCLING_KMH,
  tertiary: CYCLING_KMH,
  tertiary_link: CYCLING_KMH,
  residential: CYCLING_KMH,
  unclassified: CYCLING_KMH,
  road: CYCLING_KMH,
  living_street: CYCLING_KMH,
  service: CYCLING_KMH,
  path: 13,
  track: 12,
};

/** Ways of people on foot, where a bicycle is pushed unless a sign lets it ride. */
const WALKED_KMH: Record<string, number> = {
  footway: PUSHING_KMH,
  pedestrian: PUSHING_KMH,
  platform: PUSHING_KMH,
  pier: PUSHING_KMH,
  steps: STEPS_KMH,
};

/** No faster than this on such ground, km/h: stone and loose ground cost a bicycle more than a car. */
const SURFACE_KMH: Record<string, number> = {
  paving_stones: 10,
  compacted: 10,
  fine_gravel: 10,
  wood: 10,
  metal: 10,
  ground: 10,
  sett: 9,
  dirt: 8,
  cobblestone: 7,
  unpaved: 6,
  gravel: 6,
  earth: 6,
  grass: 6,
  mud: 3,
  sand: 3,
};

const SIGNS = ["bicycle", "vehicle", "access"];
/** `use_sidepath`: a way of its own runs beside this one, and has to be taken. */
const CLOSED = new Set(["no", "private", "agricultural", "forestry", "delivery", "use_sidepath"]);
const INVITED = new Set(["yes", "designated", "permissive"]);
const OPPOSITE = /^opposite(_lane|_track)?$/;
const SIDES = ["cycleway", "cycleway:both", "cycleway:left", "cycleway:right"];

const CLOSED_BARRIERS = new Set(["yes", "wall", "fence"]);
/**
 * At a light on the street: of a cycle of 90 s 45 are red, so 45² / (2 × 90) = 11 s of waiting on average (Webster,
 * "Traffic signal settings", 1958, for an empty road), and 8 s to stop and to get going again. Where streets cross, one
 * set of lights is drawn at several nodes, and turns have their own price.
 */
const LIGHT_SECONDS = { onTheStreet: 19, atCrossing: 2 };

const kindOf = (tags: Tags) =>
  tags.railway === "platform" || tags.public_transport === "platform"
    ? "platform"
    : (tags.highway ?? tags.man_made ?? "");

/** How a bicycle gets along a way with these tags: ridden, or pushed where only people on foot may go. */
export function bicyclePassages(tags: Tags): Passages {
  const access = directed(tags, SIGNS).map(value =>
    accessOf(value, { restricted: new Set(), closed: CLOSED }),
  );
  if (isOutOfUse(tags) || (access[0] === "closed" && access[1] === "closed")) return NO_PASSAGE;
  const ride = rideKmh(tags);
  const walk = tags.foot === "no" ? null : walkKmh(tags, ride !== null);
  const along = (direction: 0 | 1): Passage | null => {
    if (access[direction] === "closed") return null;
    const mayRide = ride !== null && tags.bicycle !== "dismount" && isRidden(tags, direction);
    if (mayRide) return passage(tags, ride, false);
    // Whoever walks need not care which way the traffic goes, but for a roundabout.
    const mayWalk = walk !== null && !(ride !== null && direction === 1 && isImpliedOneway(tags));
    return mayWalk ? passage(tags, walk, true) : null;
  };
  return [along(0), along(1)];
}

const passage = (tags: Tags, kmh: number, isPushed: boolean): Passage => ({
  kmh: Math.min(kmh, SURFACE_KMH[tags.surface ?? ""] ?? kmh, speedOf(tags.maxspeed) ?? kmh),
  reluctance: 1,
  isRestricted: false,
  isPushed,
});

function isOutOfUse(tags: Tags): boolean {
  const hasWayOfItsOwn = SIDES.some(side => tags[side] === "separate") && !INVITED.has(tags.bicycle ?? "");
  return hasWayOfItsOwn || tags.motorroad === "yes" || tags.impassable === "yes" || tags.route === "ferry";
}

function rideKmh(tags: Tags): number | null {
  const kind = kindOf(tags);
  const usual = RIDDEN_KMH[kind];
  if (usual !== undefined) return usual;
  const invitation = SIGNS.map(key => tags[key]).find(Boolean) ?? "";
  return kind in WALKED_KMH && kind !== "platform" && INVITED.has(invitation) ? CYCLING_KMH : null;
}

const walkKmh = (tags: Tags, isRoad: boolean): number | null =>
  WALKED_KMH[kindOf(tags)] ?? (isRoad || tags.foot === "yes" ? PUSHING_KMH : null);

/** True when a bicycle may ride in this direction: one-ways count unless a lane leads against them. */
function isRidden(tags: Tags, direction: 0 | 1): boolean {
  const oneway = onewayOf(tags, ["bicycle"]);
  if (oneway === "both" || oneway === (direction === 0 ? "forward" : "backward")) return true;
  return SIDES.some(side => OPPOSITE.test(tags[side] ?? ""));
}

/** What a node does to a bicycle that comes to it along the drawing of its way, or against it. */
export function bicycleEffect(tags: Tags, isForward: boolean, isCrossing: boolean): NodeEffect {
  const access = SIGNS.map(key => tags[key]).find(Boolean);
  // What a crossing forbids is meant for those who cross.
  const isClosed = access
    ? CLOSED.has(access) && tags.highway !== "crossing"
    : CLOSED_BARRIERS.has(tags.barrier ?? "");
  if (isClosed) return { blocks: true, delaySeconds: 0 };
  const faces = tags["traffic_signals:direction"] ?? tags.direction;
  const isForOthers = faces === (isForward ? "backward" : "forward");
  if (tags.highway !== "traffic_signals" || isForOthers) return NO_EFFECT;
  return { blocks: false, delaySeconds: isCrossing ? LIGHT_SECONDS.atCrossing : LIGHT_SECONDS.onTheStreet };
}
