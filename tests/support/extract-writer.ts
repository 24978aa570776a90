import { deflateSync } from "node:zlib";
import { PbfWriter } from "pbf";
import type { BoundingBox } from "../../src/shared/geo.ts";

/** Builds a map for nobody who watches. */
export const UNWATCHED = { begin: () => {}, progress: () => {}, end: () => {} };

type Tags = Record<string, string>;
export type TestNode = { id: number; at: readonly [longitude: number, latitude: number]; tags?: Tags };
export type TestWay = { id: number; nodes: number[]; tags?: Tags };
export type TestRelation = {
  id: number;
  members: { type?: "node" | "way" | "relation"; ref: number; role?: string }[];
  tags?: Tags;
};

export type TestExtract = {
  nodes: TestNode[];
  ways?: TestWay[];
  relations?: TestRelation[];
  /** In the header; left out with null. */
  bounds?: BoundingBox | null;
  /** Seconds since 1970. */
  replicatedAt?: number;
  requiredFeatures?: string[];
  optionalFeatures?: string[];
  /** What is done to the data of each block. */
  packing?: "zlib" | "raw" | "lzma";
  /** Nodes one by one, as some programs write them, in place of columns. */
  areNodesPlain?: boolean;
  /** The order in which kinds of elements are written. */
  order?: ("nodes" | "ways" | "relations")[];
};

const TYPES = { node: 0, way: 1, relation: 2 };

/** Writes an extract as programs do that follow wiki.openstreetmap.org/wiki/PBF_Format, each kind in a block of its own. */
export function writeExtract(extract: TestExtract): Uint8Array {
  const { order = ["nodes", "ways", "relations"], packing = "zlib" } = extract;
  const groups = {
    nodes: (block: PbfWriter, texts: Texts) =>
      extract.areNodesPlain
        ? block.writeMessage(2, writePlainNodes, { nodes: extract.nodes, texts })
        : block.writeMessage(2, writeDenseNodes, { nodes: extract.nodes, texts }),
    ways: (block: PbfWriter, texts: Texts) =>
      block.writeMessage(2, writeWays, { ways: extract.ways ?? [], texts }),
    relations: (block: PbfWriter, texts: Texts) =>
      block.writeMessage(2, writeRelations, { relations: extract.relations ?? [], texts }),
  };
  const blocks = order.map(kind => blobOf("OSMData", dataBlock(groups[kind]), packing));
  return Buffer.concat([blobOf("OSMHeader", headerBlock(extract), "zlib"), ...blocks]);
}

/** Strings of a block by their number; 0 is none. */
class Texts {
  readonly all = [""];
  indexOf(text: string): number {
    const known = this.all.indexOf(text);
    return known >= 0 ? known : this.all.push(text) - 1;
  }
}

function headerBlock({
  bounds = null,
  replicatedAt,
  requiredFeatures,
  optionalFeatures,
}: TestExtract): Uint8Array {
  const header = new PbfWriter();
  if (bounds) {
    const [west, south, east, north] = bounds;
    header.writeMessage(1, writeBounds, [west, east, north, south]);
  }
  for (const feature of requiredFeatures ?? ["OsmSchema-V0.6", "DenseNodes"])
    header.writeStringField(4, feature);
  for (const feature of optionalFeatures ?? []) header.writeStringField(5, feature);
  if (replicatedAt) header.writeVarintField(32, replicatedAt);
  return header.finish();
}

function writeBounds(sides: number[], box: PbfWriter): void {
  for (const [index, degrees] of sides.entries()) box.writeSVarintField(index + 1, nano(degrees));
}

const nano = (degrees: number) => Math.round(degrees * 1e9);
/** The default granularity: 100 nanodegrees. */
const units = (degrees: number) => Math.round(degrees * 1e7);

function dataBlock(writeGroup: (block: PbfWriter, texts: Texts) => void): Uint8Array {
  const texts = new Texts();
  const body = new PbfWriter();
  writeGroup(body, texts);
  const block = new PbfWriter();
  block.writeMessage(1, writeStrings, texts.all);
  return Buffer.concat([block.finish(), body.finish()]);
}

function writeStrings(texts: string[], strings: PbfWriter): void {
  for (const text of texts) strings.writeStringField(1, text);
}

function blobOf(type: string, bytes: Uint8Array, packing: TestExtract["packing"]): Uint8Array {
  const blob = new PbfWriter();
  if (packing === "raw") blob.writeBytesField(1, bytes);
  else blob.writeVarintField(2, bytes.length);
  if (packing === "zlib") blob.writeBytesField(3, deflateSync(bytes));
  if (packing === "lzma") blob.writeBytesField(4, bytes);
  const data = blob.finish();
  const header = new PbfWriter();
  header.writeStringField(1, type);
  header.writeVarintField(3, data.length);
  const head = header.finish();
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  return Buffer.concat([length, head, data]);
}

function writeDenseNodes({ nodes, texts }: { nodes: TestNode[]; texts: Texts }, group: PbfWriter): void {
  const steps = (values: number[]) => values.map((value, index) => value - (values[index - 1] ?? 0));
  const tags = nodes.flatMap(node => [
    ...Object.entries(node.tags ?? {}).flatMap(pair => pair.map(text => texts.indexOf(text))),
    0,
  ]);
  group.writeMessage(
    2,
    (_, dense) => {
      dense.writePackedSVarint(1, steps(nodes.map(({ id }) => id)));
      dense.writePackedSVarint(8, steps(nodes.map(({ at }) => units(at[1]))));
      dense.writePackedSVarint(9, steps(nodes.map(({ at }) => units(at[0]))));
      dense.writePackedVarint(10, tags);
    },
    null,
  );
}

function writePlainNodes({ nodes, texts }: { nodes: TestNode[]; texts: Texts }, group: PbfWriter): void {
  for (const node of nodes)
    group.writeMessage(
      1,
      ({ id, at, tags }, pbf) => {
        pbf.writeSVarintField(1, id);
        writeTags(tags, texts, pbf);
        pbf.writeSVarintField(8, units(at[1]));
        pbf.writeSVarintField(9, units(at[0]));
      },
      node,
    );
}

function writeWays({ ways, texts }: { ways: TestWay[]; texts: Texts }, group: PbfWriter): void {
  for (const way of ways)
    group.writeMessage(
      3,
      ({ id, nodes, tags }, pbf) => {
        pbf.writeVarintField(1, id);
        writeTags(tags, texts, pbf);
        pbf.writePackedSVarint(
          8,
          nodes.map((node, index) => node - (nodes[index - 1] ?? 0)),
        );
      },
      way,
    );
}

function writeRelations(
  { relations, texts }: { relations: TestRelation[]; texts: Texts },
  group: PbfWriter,
): void {
  for (const relation of relations)
    group.writeMessage(
      4,
      ({ id, members, tags }, pbf) => {
        pbf.writeVarintField(1, id);
        writeTags(tags, texts, pbf);
        pbf.writePackedVarint(
          8,
          members.map(({ role = "" }) => texts.indexOf(role)),
        );
        pbf.writePackedSVarint(
          9,
          members.map(({ ref }, index) => ref - (members[index - 1]?.ref ?? 0)),
        );
        pbf.writePackedVarint(
          10,
          members.map(({ type = "way" }) => TYPES[type]),
        );
      },
      relation,
    );
}

function writeTags(tags: Tags = {}, texts: Texts, pbf: PbfWriter): void {
  pbf.writePackedVarint(
    2,
    Object.keys(tags).map(key => texts.indexOf(key)),
  );
  pbf.writePackedVarint(
    3,
    Object.values(tags).map(value => texts.indexOf(value)),
  );
}
