import { buildParts } from "../embedded/index.ts";
import { buildTiles } from "../tiles/build-tiles.ts";
import type { Repairs } from "../tiles/features.ts";
import type { Sketch } from "../tiles/sketch.ts";
import type { MapPart } from "./map-parts.ts";

export type StepJob = {
  extractPath: string;
  /** Its SHA-256, in hexadecimal. */
  source: string;
  /** The same extract, read. */
  sketch: Sketch;
  name: string;
  attribution: string;
  /** Where each part is to be written; nothing is there yet. */
  files: Readonly<Record<MapPart, string>>;
  /** 0 to 1. */
  onProgress: (fraction: number) => void;
};

/** Writes one part of a map or several, and answers lines for the report: what was made, and what was repaired. */
type BuildStep = { title: string; run(job: StepJob): Promise<string[]> };

/** In the order in which they are taken. Between them they write every part of MAP_PARTS. */
export const BUILD_STEPS: readonly BuildStep[] = [
  {
    title: "Streets and search index",
    run: ({ extractPath, source, files }) => buildParts(extractPath, source, files),
  },
  { title: "Base map", run: buildBaseMap },
];

async function buildBaseMap({ sketch, name, attribution, files, onProgress }: StepJob): Promise<string[]> {
  const { archive, repairs, tilesByZoom } = buildTiles({ sketch, name, attribution, onProgress });
  await Bun.write(files.tiles, archive);
  const zooms = tilesByZoom.map(([zoom, tiles]) => `${tiles} of zoom ${zoom}`).join(", ");
  return [`Drew ${kilobytes(archive.length)} of tiles: ${zooms}`, ...repairLines(repairs)];
}

const kilobytes = (bytes: number) => `${Math.ceil(bytes / 1_000).toLocaleString("en")} kB`;

/** Names that help to find out what is missing; more would hide the rest of the report. */
const NAMES_SHOWN = 5;

function repairLines(repairs: Repairs): string[] {
  const { splitLines, pieces, closedAreas, lostWays, cutAreas, cutAreaNames, coastlineEnds } = repairs;
  const names = cutAreaNames.slice(0, NAMES_SHOWN).join(", ");
  const lines: [count: number, line: string][] = [
    [splitLines, `Parted ${splitLines} lines into ${pieces} where the extract lacks nodes`],
    [closedAreas, `Closed ${closedAreas} areas over nodes that the extract lacks`],
    [lostWays, `Left out ${lostWays} ways of which the extract has less than a stretch`],
    [
      cutAreas,
      `Drew ${cutAreas} areas in part or not at all, for the extract lacks the rest${names && `: ${names}`}`,
    ],
    [coastlineEnds, `Led ${coastlineEnds} ends of the coastline on`],
  ];
  return lines.flatMap(([count, line]) => (count > 0 ? [line] : []));
}
