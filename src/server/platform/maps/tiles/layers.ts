import type { Tags } from "../extract/block-parts.ts";

/*
 * Which elements of OpenStreetMap are drawn, as what, and from which zoom on: the layers and kinds of the Protomaps
 * basemap, version 4 (docs.protomaps.com/basemaps/layers), as far as the client's painter looks at them.
 */

/** Raise it when other tiles come out of the same extract: maps of before are then built anew. */
export const TILES_VERSION = 1;

export type LayerName = "earth" | "water" | "landuse" | "buildings" | "roads" | "pois" | "places";
type Properties = Readonly<Record<string, string | number | boolean>>;

/** What an element is drawn as. */
export type Drawn = {
  layer: LayerName;
  minZoom: number;
  properties: Properties;
  /** An area that is drawn as a point inside of it: a label, or a place. */
  isPoint?: true;
};

/** In the order in which they are written into a tile. */
export const LAYERS = [
  "earth",
  "water",
  "landuse",
  "buildings",
  "roads",
  "pois",
  "places",
] as const satisfies readonly LayerName[];

/** Smallest and largest zoom of the tiles. The painter enlarges the largest for what is closer. */
export const ZOOMS = { min: 10, max: 15 } as const;

export const SEA = {
  layer: "water",
  minZoom: ZOOMS.min,
  properties: { kind: "ocean" },
} as const satisfies Drawn;
export const LAND = {
  layer: "earth",
  minZoom: ZOOMS.min,
  properties: { kind: "earth" },
} as const satisfies Drawn;

const ROADS = new Map<string, [kind: string, minZoom: number]>([
  ["motorway", ["highway", 10]],
  ["trunk", ["major_road", 10]],
  ["primary", ["major_road", 10]],
  ["secondary", ["major_road", 10]],
  ["tertiary", ["major_road", 10]],
  ["residential", ["minor_road", 12]],
  ["unclassified", ["minor_road", 12]],
  ["living_street", ["minor_road", 12]],
  ["road", ["minor_road", 12]],
  ["service", ["minor_road", 13]],
  ["pedestrian", ["minor_road", 13]],
  ["footway", ["path", 14]],
  ["path", ["path", 14]],
  ["cycleway", ["path", 14]],
  ["steps", ["path", 14]],
  ["track", ["path", 14]],
  ["bridleway", ["path", 14]],
]);

const RAILWAYS: Record<string, number> = {
  rail: 12,
  light_rail: 12,
  narrow_gauge: 12,
  funicular: 13,
  tram: 14,
};
const WATERWAYS: Record<string, number> = { river: 12, canal: 12, stream: 14 };

/** Keys in the order in which they are asked; an area is of the first kind that is found. */
const LANDUSE: [key: string, kinds: Record<string, string>][] = [
  [
    "leisure",
    {
      park: "park",
      garden: "park",
      dog_park: "park",
      golf_course: "golf_course",
      playground: "playground",
      nature_reserve: "nature_reserve",
      pitch: "grass",
    },
  ],
  [
    "landuse",
    {
      allotments: "allotments",
      cemetery: "cemetery",
      flowerbed: "grass",
      forest: "forest",
      grass: "grass",
      industrial: "industrial",
      meadow: "grassland",
      military: "military",
      recreation_ground: "park",
      village_green: "village_green",
    },
  ],
  [
    "natural",
    {
      beach: "beach",
      glacier: "glacier",
      grassland: "grassland",
      sand: "sand",
      scrub: "scrub",
      wood: "wood",
    },
  ],
  [
    "amenity",
    {
      college: "college",
      grave_yard: "cemetery",
      hospital: "hospital",
      kindergarten: "school",
      school: "school",
      university: "university",
    },
  ],
  ["aeroway", { aerodrome: "aerodrome" }],
  ["tourism", { zoo: "zoo" }],
  ["man_made", { pier: "pier" }],
  ["place", { square: "pedestrian" }],
];

const POIS: [key: string, kinds: ReadonlySet<string>][] = [
  [
    "amenity",
    new Set([
      "pharmacy",
      "hospital",
      "clinic",
      "doctors",
      "dentist",
      "post_office",
      "theatre",
      "place_of_worship",
    ]),
  ],
  ["railway", new Set(["station"])],
  ["tourism", new Set(["museum", "hotel"])],
  ["shop", new Set(["supermarket", "mall"])],
  ["leisure", new Set(["park"])],
];

/** `rank` makes the writing larger from 10 on. */
const PLACES: Record<string, { kind: string; minZoom: number; rank: number }> = {
  city: { kind: "locality", minZoom: ZOOMS.min, rank: 12 },
  town: { kind: "locality", minZoom: ZOOMS.min, rank: 9 },
  village: { kind: "locality", minZoom: 11, rank: 5 },
  hamlet: { kind: "locality", minZoom: 13, rank: 2 },
  suburb: { kind: "neighbourhood", minZoom: 12, rank: 4 },
  quarter: { kind: "neighbourhood", minZoom: 13, rank: 3 },
  neighbourhood: { kind: "neighbourhood", minZoom: 14, rank: 2 },
};

/** Kinds of still and running water that are no lake. */
const WATERS: Record<string, string> = {
  river: "river",
  canal: "river",
  stream: "river",
  ditch: "river",
  fountain: "water",
  pool: "water",
  reflecting_pool: "water",
  wastewater: "water",
};

const SEA_LABELS = new Set(["bay", "strait"]);

const isYes = (value: string | undefined) => value !== undefined && value !== "no";
const isUnderground = (tags: Tags) => tags.location === "underground" || tags.indoor === "yes";
const named = (tags: Tags): Properties => (tags.name ? { name: tags.name } : {});

/** What a line is drawn as; at most one thing. */
export function drawnLine(tags: Tags): Drawn | null {
  return road(tags) ?? railway(tags) ?? waterway(tags) ?? runway(tags) ?? pierLine(tags);
}

function road(tags: Tags): Drawn | null {
  const highway = tags.highway ?? "";
  const known = ROADS.get(highway.replace(/_link$/, ""));
  if (!known || isUnderground(tags)) return null;
  const [kind, minZoom] = known;
  const isTunnel = isYes(tags.tunnel);
  // Passages of houses and stations lie under what is seen from above.
  if (isTunnel && kind === "path") return null;
  return {
    layer: "roads",
    minZoom,
    properties: {
      kind,
      kind_detail: highway,
      ...(isTunnel ? { is_tunnel: true } : named(tags)),
      ...(isYes(tags.bridge) && { is_bridge: true }),
      ...(highway.endsWith("_link") && { is_link: true }),
    },
  };
}

function railway(tags: Tags): Drawn | null {
  const minZoom = RAILWAYS[tags.railway ?? ""];
  if (minZoom === undefined || isYes(tags.tunnel) || isUnderground(tags)) return null;
  const properties = { kind: "rail", kind_detail: tags.railway ?? "" };
  return { layer: "roads", minZoom: tags.service ? Math.max(minZoom, 13) : minZoom, properties };
}

function waterway(tags: Tags): Drawn | null {
  const minZoom = WATERWAYS[tags.waterway ?? ""];
  if (minZoom === undefined || isYes(tags.tunnel)) return null;
  return { layer: "water", minZoom, properties: { kind: tags.waterway ?? "", ...named(tags) } };
}

function runway({ aeroway = "" }: Tags): Drawn | null {
  if (aeroway !== "runway" && aeroway !== "taxiway") return null;
  return { layer: "roads", minZoom: 11, properties: { kind: "aeroway", kind_detail: aeroway } };
}

const pierLine = (tags: Tags): Drawn | null =>
  tags.man_made === "pier"
    ? { layer: "roads", minZoom: 13, properties: { kind: "path", kind_detail: "pier" } }
    : null;

/** What a closed outline is drawn as. */
export function drawnArea(tags: Tags): Drawn[] {
  if (tags.area === "no" || isUnderground(tags)) return [];
  return [...water(tags), ...landuse(tags), ...building(tags), ...poi(tags).map(asPoint)];
}

const asPoint = (drawn: Drawn): Drawn => ({ ...drawn, isPoint: true });

function water(tags: Tags): Drawn[] {
  const kind = waterKind(tags);
  if (!kind || isYes(tags.tunnel) || isYes(tags.covered)) return [];
  const drawn: Drawn = { layer: "water", minZoom: ZOOMS.min, properties: { kind } };
  const label: Drawn = {
    layer: "water",
    minZoom: 12,
    properties: { kind: "lake", ...named(tags) },
    isPoint: true,
  };
  return tags.name && kind === "lake" ? [drawn, label] : [drawn];
}

function waterKind(tags: Tags): string | null {
  if (tags.leisure === "swimming_pool" || tags.amenity === "fountain" || tags.waterway === "dock")
    return "water";
  if (tags.natural === "water") return WATERS[tags.water ?? ""] ?? "lake";
  if (tags.waterway === "riverbank") return "river";
  return tags.landuse === "reservoir" ? "lake" : null;
}

function landuse(tags: Tags): Drawn[] {
  for (const [key, kinds] of LANDUSE) {
    const kind = kinds[tags[key] ?? ""];
    if (kind) return [{ layer: "landuse", minZoom: kind === "pier" ? 13 : ZOOMS.min, properties: { kind } }];
  }
  const isPavement =
    tags.area === "yes" && /^(pedestrian|footway|service|living_street)$/.test(tags.highway ?? "");
  return isPavement ? [{ layer: "landuse", minZoom: 13, properties: { kind: "pedestrian" } }] : [];
}

const building = (tags: Tags): Drawn[] =>
  isYes(tags.building) ? [{ layer: "buildings", minZoom: 13, properties: { kind: "building" } }] : [];

function poi(tags: Tags): Drawn[] {
  const key = tags.name && POIS.find(([candidate, kinds]) => kinds.has(tags[candidate] ?? ""))?.[0];
  return key ? [{ layer: "pois", minZoom: 14, properties: { kind: tags[key] ?? "", ...named(tags) } }] : [];
}

/** What a point is drawn as. */
export const drawnPoint = (tags: Tags): Drawn[] => [...place(tags), ...seaLabel(tags), ...poi(tags)];

function place(tags: Tags): Drawn[] {
  const known = PLACES[tags.place ?? ""];
  if (!known || !tags.name) return [];
  const { kind, minZoom, rank } = known;
  const properties = { kind, kind_detail: tags.place ?? "", min_zoom: minZoom, population_rank: rank };
  return [{ layer: "places", minZoom, properties: { ...properties, ...named(tags) } }];
}

const seaLabel = (tags: Tags): Drawn[] =>
  tags.name && SEA_LABELS.has(tags.natural ?? "")
    ? [{ layer: "water", minZoom: 12, properties: { kind: tags.natural ?? "", ...named(tags) } }]
    : [];
