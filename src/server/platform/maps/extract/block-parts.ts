import { PbfReader } from "pbf";
import type { BoundingBox } from "../../../../shared/geo.ts";

/*
 * What the blocks of an extract hold, by the field numbers of the format
 * (github.com/openstreetmap/OSM-binary, osmformat.proto).
 */

export type Tags = Readonly<Record<string, string>>;
type Member = { type: "node" | "way" | "relation"; ref: number; role: string };

/** `tags` is absent where there are none: most nodes are nothing but a bend in a road. */
export type OsmElement =
  | { type: "node"; id: number; lat: number; lon: number; tags?: Tags }
  | { type: "way"; id: number; nodes: number[]; tags?: Tags }
  | { type: "relation"; id: number; members: Member[]; tags?: Tags };

export type HeaderPart = {
  bounds: BoundingBox | null;
  /** What a reader has to know to make sense of the rest. */
  features: string[];
  /** What it may know besides. */
  optionalFeatures: string[];
  /** The state of the data, in seconds since 1970; 0 when it is not stated. */
  replicatedAt: number;
};

export type DataPart = {
  strings: string[];
  groups: Uint8Array[];
  /** Coordinates are offset + granularity * number, in nanodegrees. */
  granularity: number;
  latitudeOffset: number;
  longitudeOffset: number;
  /** Milliseconds in a unit of time. */
  dateGranularity: number;
};

/** Elements of one group, and the newest of their times in units of the block; 0 when none is stated. */
export type Group = { elements: OsmElement[]; newest: number };

const MEMBER_TYPES = ["node", "way", "relation"] as const;
const NANODEGREES = 1e9;

export function readHeader(bytes: Uint8Array): HeaderPart {
  const header: HeaderPart = { bounds: null, features: [], optionalFeatures: [], replicatedAt: 0 };
  return new PbfReader(bytes).readFields((tag, found, pbf) => {
    if (tag === 1) found.bounds = pbf.readMessage(readBounds, [0, 0, 0, 0]);
    else if (tag === 4) found.features.push(pbf.readString());
    else if (tag === 5) found.optionalFeatures.push(pbf.readString());
    else if (tag === 32) found.replicatedAt = pbf.readVarint();
  }, header);
}

/** The format has left, right, top, bottom; a bounding box has west, south, east, north. */
function readBounds(tag: number, bounds: [number, number, number, number], pbf: PbfReader): void {
  const place = [0, 2, 3, 1][tag - 1];
  if (place !== undefined) bounds[place] = pbf.readSVarint() / NANODEGREES;
}

export function readData(bytes: Uint8Array): DataPart {
  const part: DataPart = {
    strings: [],
    groups: [],
    granularity: 100,
    latitudeOffset: 0,
    longitudeOffset: 0,
    dateGranularity: 1_000,
  };
  return new PbfReader(bytes).readFields((tag, found, pbf) => {
    if (tag === 1) pbf.readMessage(readStrings, found.strings);
    else if (tag === 2) found.groups.push(pbf.readBytes());
    else if (tag === 17) found.granularity = pbf.readVarint();
    else if (tag === 18) found.dateGranularity = pbf.readVarint();
    else if (tag === 19) found.latitudeOffset = pbf.readVarint(true);
    else if (tag === 20) found.longitudeOffset = pbf.readVarint(true);
  }, part);
}

function readStrings(tag: number, strings: string[], pbf: PbfReader): void {
  if (tag === 1) strings.push(pbf.readString());
}

export function readGroup(bytes: Uint8Array, part: DataPart): Group {
  return new PbfReader(bytes).readFields<Group>(
    (tag, group, pbf) => {
      if (tag === 1) addNode(pbf, part, group);
      else if (tag === 2) addDenseNodes(pbf, part, group);
      else if (tag === 3) addWay(pbf, part, group);
      else if (tag === 4) addRelation(pbf, part, group);
    },
    { elements: [], newest: 0 },
  );
}

const latitudeIn = (part: DataPart, value: number) =>
  (part.latitudeOffset + part.granularity * value) / NANODEGREES;
const longitudeIn = (part: DataPart, value: number) =>
  (part.longitudeOffset + part.granularity * value) / NANODEGREES;

/** What nodes, ways and relations have in common. */
type Common = { id: number; keys: number[]; values: number[] };

/** True when the field was one of the common ones. Nodes have signed ids. */
function readCommon(tag: number, common: Common, group: Group, pbf: PbfReader): boolean {
  if (tag === 2) pbf.readPackedVarint(common.keys);
  else if (tag === 3) pbf.readPackedVarint(common.values);
  else if (tag === 4) pbf.readMessage(readInfo, group);
  else return false;
  return true;
}

function readInfo(tag: number, group: Group, pbf: PbfReader): void {
  if (tag === 2) group.newest = Math.max(group.newest, pbf.readVarint(true));
}

/** A value like "constructor" is nothing, for in a table of values it would be found without being there. */
function tagsOf({ keys, values }: Common, strings: readonly string[]): { tags?: Tags } {
  if (keys.length === 0) return {};
  const tags: Record<string, string> = {};
  keys.forEach((key, index) => {
    const value = textAt(strings, values[index] ?? -1);
    if (!(value in Object.prototype)) tags[textAt(strings, key)] = value;
  });
  return { tags };
}

function textAt(strings: readonly string[], index: number): string {
  const text = strings[index];
  if (text === undefined) throw new RangeError(`There is no string ${index} in the block`);
  return text;
}

function addNode(pbf: PbfReader, part: DataPart, group: Group): void {
  const node = { id: 0, keys: [], values: [], lat: 0, lon: 0 };
  pbf.readMessage((tag, found, inner) => {
    if (tag === 1) found.id = inner.readSVarint();
    else if (tag === 8) found.lat = latitudeIn(part, inner.readSVarint());
    else if (tag === 9) found.lon = longitudeIn(part, inner.readSVarint());
    else readCommon(tag, found, group, inner);
  }, node);
  const { id, lat, lon } = node;
  group.elements.push({ type: "node", id, lat, lon, ...tagsOf(node, part.strings) });
}

/** Columns of differences to the node before; keys and values of one node after the other, each ended by a 0. */
function addDenseNodes(pbf: PbfReader, part: DataPart, group: Group): void {
  const dense = { ids: [], lats: [], lons: [], texts: [], times: [] } as Record<
    "ids" | "lats" | "lons" | "texts" | "times",
    number[]
  >;
  pbf.readMessage((tag, found, inner) => {
    if (tag === 1) inner.readPackedSVarint(found.ids);
    else if (tag === 5) inner.readMessage(readDenseInfo, found.times);
    else if (tag === 8) inner.readPackedSVarint(found.lats);
    else if (tag === 9) inner.readPackedSVarint(found.lons);
    else if (tag === 10) inner.readPackedVarint(found.texts);
  }, dense);
  const { ids, lats, lons, texts, times } = dense;
  let [id, lat, lon, time, at] = [0, 0, 0, 0, 0];
  for (let index = 0; index < ids.length; index++) {
    id += ids[index] ?? 0;
    lat += lats[index] ?? Number.NaN;
    lon += lons[index] ?? Number.NaN;
    time += times[index] ?? 0;
    group.newest = Math.max(group.newest, time);
    const common: Common = { id, keys: [], values: [] };
    while (texts[at]) {
      common.keys.push(texts[at++] ?? 0);
      common.values.push(texts[at++] ?? 0);
    }
    at++;
    group.elements.push({
      type: "node",
      id,
      lat: latitudeIn(part, lat),
      lon: longitudeIn(part, lon),
      ...tagsOf(common, part.strings),
    });
  }
}

function readDenseInfo(tag: number, times: number[], pbf: PbfReader): void {
  if (tag === 2) pbf.readPackedSVarint(times);
}

function addWay(pbf: PbfReader, { strings }: DataPart, group: Group): void {
  const way = { id: 0, keys: [], values: [], refs: [] as number[] };
  pbf.readMessage((tag, found, inner) => {
    if (tag === 1) found.id = inner.readVarint(true);
    else if (tag === 8) inner.readPackedSVarint(found.refs);
    else readCommon(tag, found, group, inner);
  }, way);
  group.elements.push({ type: "way", id: way.id, nodes: summed(way.refs), ...tagsOf(way, strings) });
}

function addRelation(pbf: PbfReader, { strings }: DataPart, group: Group): void {
  const relation = {
    id: 0,
    keys: [],
    values: [],
    roles: [] as number[],
    refs: [] as number[],
    types: [] as number[],
  };
  pbf.readMessage((tag, found, inner) => {
    if (tag === 1) found.id = inner.readVarint(true);
    else if (tag === 8) inner.readPackedVarint(found.roles);
    else if (tag === 9) inner.readPackedSVarint(found.refs);
    else if (tag === 10) inner.readPackedVarint(found.types);
    else readCommon(tag, found, group, inner);
  }, relation);
  const { id, roles, types } = relation;
  const members = summed(relation.refs).map((ref, index) => ({
    type: MEMBER_TYPES[types[index] ?? 0] ?? "node",
    ref,
    role: textAt(strings, roles[index] ?? -1),
  }));
  group.elements.push({ type: "relation", id, members, ...tagsOf(relation, strings) });
}

/** References are stored as differences to the one before. */
function summed(differences: number[]): number[] {
  let sum = 0;
  return differences.map(difference => {
    sum += difference;
    return sum;
  });
}
