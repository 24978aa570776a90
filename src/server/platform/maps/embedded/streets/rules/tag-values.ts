import type { Tags } from "../../../extract/block-parts.ts";

/** Kilometres in a mile. */
const KM_PER_MILE = 1.609_344;

/** What a sign says that names no number, in km/h (https://wiki.openstreetmap.org/wiki/Key:maxspeed). */
const SIGNED_KMH = new Map([
  ["walk", 5],
  ["urban", 50],
  ["rural", 90],
  ["trunk", 110],
  ["motorway", 130],
  ["none", 140],
]);

/** km/h of a value such as "50", "30 mph", "FI:urban", "walk"; null when it says nothing. */
export function speedOf(text: string | undefined): number | null {
  if (!text) return null;
  const [, number, unit] = /^(\d+)\s*(mph)?/.exec(text) ?? [];
  if (number) return Number(number) * (unit ? KM_PER_MILE : 1) || null;
  return SIGNED_KMH.get(text.toLowerCase().replace(/^[a-z-]+:/, "")) ?? null;
}

/** 12'6", 12 ft 6 in, 12' (https://wiki.openstreetmap.org/wiki/Map_features/Units). */
const FEET = /^\s*(\d+(?:\.\d+)?)\s*(?:['′]|ft|feet)\s*(?:(\d+(?:\.\d+)?)\s*(?:["″]|''|in|$))?/;
const METERS_PER_FOOT = 0.3048;
/** Tonnes, or metres, of what is not measured in them. */
const OTHER_UNITS = new Map([
  ["kg", 0.001],
  ["lbs", 0.000_453_592],
  ["st", 0.907_185],
  ["cm", 0.01],
]);

/** The first number of a measure, in metres or tonnes; null for "default" and "none". */
export function measureOf(text: string | undefined): number | null {
  const written = text?.replace(",", ".") ?? "";
  const [, feet, inches = "0"] = FEET.exec(written) ?? [];
  if (feet) return (Number(feet) + Number(inches) / 12) * METERS_PER_FOOT;
  const [, number, unit = ""] = /(\d+(?:\.\d+)?)\s*([a-z]*)/.exec(written) ?? [];
  return number ? Number(number) * (OTHER_UNITS.get(unit) ?? 1) : null;
}

/** The first of the tags that is there, along the way as it is drawn and against it. */
export function directed(
  tags: Tags,
  keys: readonly string[],
): [forward: string | undefined, backward: string | undefined] {
  const first = (direction: string) => {
    for (const key of keys) {
      const value = tags[`${key}:${direction}`] ?? tags[key];
      if (value) return value;
    }
    return undefined;
  };
  return [first("forward"), first("backward")];
}

export type Access = "open" | "restricted" | "closed";

/** Of several values of one tag ("private;customers") the kindest counts; an unknown value lets pass. */
export function accessOf(
  value: string | undefined,
  { restricted, closed }: { restricted: ReadonlySet<string>; closed: ReadonlySet<string> },
): Access {
  const kinds = (value ?? "").split(";").map((part): Access => {
    const word = part.trim();
    if (restricted.has(word)) return "restricted";
    return closed.has(word) ? "closed" : "open";
  });
  if (kinds.includes("open")) return "open";
  return kinds.includes("restricted") ? "restricted" : "closed";
}

export type Oneway = "both" | "forward" | "backward" | "changing";

const ONEWAY: Record<string, Oneway> = {
  yes: "forward",
  true: "forward",
  "1": "forward",
  "-1": "backward",
  reverse: "backward",
  no: "both",
  false: "both",
  "0": "both",
  reversible: "changing",
};

/** Roundabouts and motorways are driven one way without saying so. */
export const isImpliedOneway = ({ junction, highway }: Tags): boolean =>
  junction === "roundabout" || junction === "circular" || highway === "motorway";

/** Which way traffic goes; `oneway:<key>` is for one kind of vehicle and wins. */
export function onewayOf(tags: Tags, keys: readonly string[]): Oneway {
  for (const key of keys) {
    const own = ONEWAY[tags[`oneway:${key}`] ?? ""];
    if (own) return own;
  }
  return ONEWAY[tags.oneway ?? ""] ?? (isImpliedOneway(tags) ? "forward" : "both");
}
