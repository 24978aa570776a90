import { closeSync, openSync, readSync, statSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { PbfReader } from "pbf";
import { extractProblem } from "./extract-problem.ts";

/** One unpacked block: the header, or a part of the data. `end` is where it ends in the file, in bytes. */
export type ExtractBlock = { kind: "header" | "data"; bytes: Uint8Array; end: number; size: number };

/** The limits of the format (wiki.openstreetmap.org/wiki/PBF_Format): beyond them a file is none. */
const MAX_BLOB_HEADER_BYTES = 64 * 1024;
const MAX_BLOB_BYTES = 32 * 1024 * 1024;

const KINDS = new Map<string, ExtractBlock["kind"]>([
  ["OSMHeader", "header"],
  ["OSMData", "data"],
]);

/** How the text of a file begins that people have in hand in place of an extract. */
const TEXTS: [RegExp, "page" | "xml"][] = [
  [/^\s*(<\?xml[^>]*>\s*)?<osm\b/i, "xml"],
  [/^\s*<(!doctype|html|\?xml|head|body)/i, "page"],
];
/** First bytes, in hexadecimal, of gzip, bzip2, xz and zip. */
const PACKED = /^(1f8b|425a68|fd377a58|504b0304)/;

/**
 * Reads an extract block by block, header first, holding one block in memory. Throws StartupProblem, with what is wrong
 * with the file, when it cannot be opened, is none, or ends too early. Blocks of an unknown kind are passed over, as
 * the format asks.
 */
export function* readBlocks(path: string): Generator<ExtractBlock> {
  const { file, size } = open(path);
  try {
    let position = 0;
    let isFirst = true;
    while (position < size) {
      const { kind, blobBytes, blobAt } = readBlobHeader(file, position, size, path, isFirst);
      const end = blobAt + blobBytes;
      if (end > size) throw extractProblem(path, "truncated", `it has ${size} bytes of ${end} or more`);
      if (kind) {
        const bytes = unpack(readBytes(file, blobAt, blobBytes), path, blobAt);
        yield { kind, bytes, end, size };
      }
      isFirst = false;
      position = end;
    }
  } finally {
    closeSync(file);
  }
}

function open(path: string): { file: number; size: number } {
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) throw extractProblem(path, "folder");
    if (stat.size === 0) throw extractProblem(path, "empty");
    return { file: openSync(path, "r"), size: stat.size };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOENT" || code === "ENOTDIR") throw extractProblem(path, "missing", "", error);
    if (code !== null) throw extractProblem(path, "unreadable", String(code), error);
    throw error;
  }
}

function readBytes(file: number, position: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const got = readSync(file, bytes, 0, length, position);
  return bytes.subarray(0, got);
}

function readBlobHeader(file: number, position: number, size: number, path: string, isFirst: boolean) {
  const [head = 0, ...lower] = readBytes(file, position, 4);
  const length = lower.reduce((number, byte) => number * 256 + byte, head);
  if (length > MAX_BLOB_HEADER_BYTES || (isFirst && length === 0))
    throw noBlock(file, position, path, isFirst);
  if (position + 4 + length > size) throw isFirst ? noBlock(file, 0, path, true) : truncatedAt(path, size);
  const header = { type: "", blobBytes: 0 };
  try {
    new PbfReader(readBytes(file, position + 4, length)).readFields((tag, found, pbf) => {
      if (tag === 1) found.type = pbf.readString();
      else if (tag === 3) found.blobBytes = pbf.readVarint();
    }, header);
  } catch (error) {
    throw isFirst ? noBlock(file, 0, path, true) : damagedAt(path, position, error);
  }
  const { type, blobBytes } = header;
  if (isFirst && type !== "OSMHeader") throw noBlock(file, 0, path, true);
  if (blobBytes < 0 || blobBytes > MAX_BLOB_BYTES) throw damagedAt(path, position);
  return { kind: KINDS.get(type), blobBytes, blobAt: position + 4 + length };
}

/** What begins at the start of the file when it is no block; further on the file is damaged. */
function noBlock(file: number, position: number, path: string, isFirst: boolean) {
  if (!isFirst) return damagedAt(path, position);
  const beginning = Buffer.from(readBytes(file, 0, 512));
  if (PACKED.test(beginning.toString("hex"))) return extractProblem(path, "packed");
  const text = beginning.toString("latin1");
  return extractProblem(path, TEXTS.find(([pattern]) => pattern.test(text))?.[1] ?? "foreign");
}

const truncatedAt = (path: string, size: number) => extractProblem(path, "truncated", `after ${size} bytes`);

const damagedAt = (path: string, position: number, cause?: unknown) =>
  extractProblem(path, "damaged", `in the block at byte ${position}`, cause);

function unpack(blob: Uint8Array, path: string, position: number): Uint8Array {
  const found: { raw?: Uint8Array; zlib?: Uint8Array; isOther: boolean } = { isOther: false };
  try {
    new PbfReader(blob).readFields((tag, blobParts, pbf) => {
      if (tag === 1) blobParts.raw = pbf.readBytes();
      else if (tag === 3) blobParts.zlib = pbf.readBytes();
      else if (tag >= 4) blobParts.isOther = true;
    }, found);
    if (found.raw) return found.raw;
    // Inflating checks the sum of what was packed, so that a flipped bit is noticed here.
    if (found.zlib) return inflateSync(found.zlib, { maxOutputLength: MAX_BLOB_BYTES });
  } catch (error) {
    throw damagedAt(path, position, error);
  }
  throw found.isOther ? extractProblem(path, "compression") : damagedAt(path, position);
}
