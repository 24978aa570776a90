import { z } from "zod";
import { VehicleType } from "../../../../../../shared/drivers/driver.schema.ts";
import { spoiltFile } from "../../spoilt-file.ts";
import { GraphReport } from "./graph-report.ts";
import { perVehicle, type StreetGraph } from "./street-graph.ts";

/**
 * The file of a street graph, little-endian: the bytes of MAGIC, the version and the length of the header as 32-bit
 * numbers, a 64-bit checksum of all that follows, the header as JSON, and the arrays in the order of the tables below,
 * those of the vehicles one after the other. Header and arrays end at multiples of eight bytes, so that arrays are used
 * where they lie, without a copy.
 */
const MAGIC = new TextEncoder().encode("MEDEXMAP");
const AT = { version: 8, headerLength: 12, checksum: 16, header: 24 } as const;
const ALIGNMENT = 8;

/** Part of the name of the folder of a map that is built anew by itself, and in the file: raise it when the format changes, or what the builder makes of the same extract. */
export const GRAPH_VERSION = 4;

const DRAWING = {
  firstVertex: Uint32Array,
  latitudes: Int32Array,
  longitudes: Int32Array,
  centimeters: Uint32Array,
  isOpenAir: Uint8Array,
};
const TURNS = {
  arcs: Uint32Array,
  timeMs: Uint32Array,
  weightMs: Uint32Array,
  firstTurn: Uint32Array,
  turnTo: Uint32Array,
  turnTimeMs: Uint32Array,
  turnWeightMs: Uint32Array,
};
const LANDMARKS = { fromLandmark: Uint16Array, toLandmark: Uint16Array };

type Numbers = Uint32Array | Int32Array | Uint16Array | Uint8Array;
type NumbersClass =
  | Uint32ArrayConstructor
  | Int32ArrayConstructor
  | Uint16ArrayConstructor
  | Uint8ArrayConstructor;
type Table = Record<string, NumbersClass>;
type Arrays<Of extends Table> = { [Name in keyof Of]: InstanceType<Of[Name]> };

const Header = z.object({
  source: z.string(),
  report: GraphReport,
  /** Of the vehicles, what is not in the arrays. */
  turns: z.record(VehicleType, z.object({ plainCount: z.int(), unit: z.int() })),
  lengths: z.array(z.int().min(0)),
});

/** A graph, the hash of the extract that it was made of, and what became of that. */
export type GraphFile = { graph: StreetGraph; source: string; report: GraphReport };

const aligned = (bytes: number) => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

const checksumOf = (file: Uint8Array) => Bun.hash.xxHash64(file.subarray(AT.header));

function encodeGraph({ graph, source, report }: GraphFile): Uint8Array<ArrayBuffer> {
  const arrays: Numbers[] = [
    ...arraysOf(DRAWING, graph),
    ...Object.values(graph.vehicles).flatMap(turns => [
      ...arraysOf(TURNS, turns),
      ...arraysOf(LANDMARKS, turns.landmarks),
    ]),
  ];
  const payload = new Uint8Array(arrays.reduce((sum, { byteLength }) => sum + aligned(byteLength), 0));
  let offset = 0;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    payload.set(new Uint8Array(buffer, byteOffset, byteLength), offset);
    offset += aligned(byteLength);
  }
  const header = new TextEncoder().encode(
    JSON.stringify({
      source,
      report,
      turns: perVehicle(type => {
        const { plainCount, landmarks } = graph.vehicles[type];
        return { plainCount, unit: landmarks.unit };
      }),
      lengths: arrays.map(({ length }) => length),
    } satisfies z.input<typeof Header>),
  );
  const begin = aligned(AT.header + header.length);
  const file = new Uint8Array(begin + payload.length);
  const prefix = new DataView(file.buffer);
  file.set(MAGIC);
  prefix.setUint32(AT.version, GRAPH_VERSION, true);
  prefix.setUint32(AT.headerLength, header.length, true);
  file.set(header, AT.header);
  file.set(payload, begin);
  prefix.setBigUint64(AT.checksum, checksumOf(file), true);
  return file;
}

const arraysOf = <Of extends Table>(table: Of, values: Record<keyof Of, Numbers>): Numbers[] =>
  Object.keys(table).map(name => values[name] as Numbers);

/** The inverse of `encodeGraph`; the arrays lie in `file`. Throws what is wrong, in words that follow the file's name. */
function decodeGraph(file: Uint8Array<ArrayBuffer>): GraphFile {
  if (MAGIC.some((byte, index) => file[index] !== byte)) throw new Error("is not a street graph");
  if (file.length < AT.header) throw new Error("is cut short");
  const prefix = new DataView(file.buffer, file.byteOffset, AT.header);
  const version = prefix.getUint32(AT.version, true);
  if (version !== GRAPH_VERSION)
    throw new Error(`is a street graph of version ${version}; this program reads version ${GRAPH_VERSION}`);
  if (checksumOf(file) !== prefix.getBigUint64(AT.checksum, true)) throw new Error("is cut short or damaged");
  const headerEnd = AT.header + prefix.getUint32(AT.headerLength, true);
  const header = Header.parse(JSON.parse(new TextDecoder().decode(file.subarray(AT.header, headerEnd))));

  let index = 0;
  let offset = file.byteOffset + aligned(headerEnd);
  const take = <Of extends Table>(table: Of): Arrays<Of> => {
    const entries = Object.entries(table).map(([name, Class]) => {
      const array = new Class(file.buffer, offset, header.lengths[index++]);
      offset += aligned(array.byteLength);
      return [name, array];
    });
    return Object.fromEntries(entries);
  };
  const drawing = take(DRAWING);
  const vehicles = perVehicle(type => {
    const { plainCount, unit } = header.turns[type];
    return { ...take(TURNS), plainCount, landmarks: { ...take(LANDMARKS), unit } };
  });
  return { graph: { ...drawing, vehicles }, source: header.source, report: header.report };
}

export async function writeGraph(path: string, content: GraphFile): Promise<void> {
  await Bun.write(path, encodeGraph(content));
}

/** Reads a graph. Throws StartupProblem, with the file's name, when it is missing, of something else, of another version or not whole. */
export async function openGraph(path: string): Promise<GraphFile> {
  try {
    const file = Bun.file(path);
    if (!(await file.exists())) throw new Error("does not exist");
    return decodeGraph(await file.bytes());
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw spoiltFile(`the street graph ${path} ${reason}.`, "Without it there are no routes.", cause);
  }
}
