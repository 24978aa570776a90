import type { BoundingBox } from "../../../../shared/geo.ts";
import { type HeaderPart, type OsmElement, readData, readGroup, readHeader } from "./block-parts.ts";
import { readBlocks } from "./extract-blocks.ts";
import { extractProblem } from "./extract-problem.ts";

type Handlers = {
  handle: (element: OsmElement) => void;
  /** Called after each block with the part of the file that has been read, 0 to 1. */
  onProgress?: (fraction: number) => void;
};

export type ExtractHeader = {
  /** As the file states them; null when it does not. */
  bounds: BoundingBox | null;
  /** The state of the data, as the file states it or as old as its newest element; null when neither is there. */
  dataDate: Date | null;
};

/** What a file may ask of its reader. Others are, for example, the history of each element. */
const READABLE = new Set(["OsmSchema-V0.6", "DenseNodes"]);
const ORDER: Record<OsmElement["type"], number> = { node: 0, way: 1, relation: 2 };

/** The end of the years of four digits (RFC 3339). */
const LATEST_MS = Date.UTC(10_000, 0);

const isOnEarth = ({ lat, lon }: { lat: number; lon: number }) => Math.abs(lat) <= 90 && Math.abs(lon) <= 180;

/**
 * Reads all elements of an OpenStreetMap extract in file order: nodes, then ways, then relations. Throws StartupProblem
 * when the file is no extract, is broken or is not sorted.
 */
export function readElements(path: string, { handle, onProgress = () => {} }: Handlers): ExtractHeader {
  let header: HeaderPart = { bounds: null, features: [], optionalFeatures: [], replicatedAt: 0 };
  let newestMs = 0;
  let stage = 0;
  for (const { kind, bytes, end, size } of readBlocks(path)) {
    // What breaks while a block is decoded is the block's fault, not that of whoever handles its elements.
    const decoded = <Result>(decode: () => Result): Result => {
      try {
        return decode();
      } catch (error) {
        throw extractProblem(path, "damaged", `in the block that ends at byte ${end}`, error);
      }
    };
    if (kind === "header") {
      header = decoded(() => readHeader(bytes));
      const unknown = header.features.find(feature => !READABLE.has(feature));
      if (unknown) throw extractProblem(path, "feature", unknown);
      // Said to be optional, though most nodes are nowhere else then.
      if (header.optionalFeatures.includes("LocationsOnWays")) throw extractProblem(path, "nodeless");
      continue;
    }
    const part = decoded(() => readData(bytes));
    for (const group of part.groups) {
      const { elements, newest } = decoded(() => readGroup(group, part));
      newestMs = Math.max(newestMs, newest * part.dateGranularity);
      for (const element of elements) {
        if (element.type === "node" && !isOnEarth(element))
          throw extractProblem(path, "damaged", `node ${element.id} lies nowhere on the earth`);
        if (ORDER[element.type] < stage) throw extractProblem(path, "unsorted");
        stage = ORDER[element.type];
        handle(element);
      }
    }
    onProgress(end / size);
  }
  return { bounds: header.bounds, dataDate: dateOf(header.replicatedAt * 1_000) ?? dateOf(newestMs) };
}

/** Null for no date, and for one that nobody can write down. */
const dateOf = (ms: number): Date | null => (ms > 0 && ms < LATEST_MS ? new Date(ms) : null);
