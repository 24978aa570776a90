import { VehicleType } from "../../../../shared/drivers/driver.schema.ts";
import { writeIndex } from "../embedded/geocoding/index.ts";
import { buildGraph } from "../embedded/streets/graph-builder.ts";
import { writeGraph } from "../embedded/streets/graph-file.ts";
import { adviceOn } from "../embedded/streets/graph-report.ts";
import { extractProblem } from "../extract/extract-problem.ts";
import { buildTiles } from "../tiles/build-tiles.ts";
import type { Repairs } from "../tiles/features.ts";
import type { MapPart } from "./map-parts.ts";
import type { Extract } from "./read-extract.ts";

export type StepJob = {
  extractPath: string;
  /** Its SHA-256, in hexadecimal. */
  source: string;
  /** The same extract, read. */
  extract: Extract;
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
  { title: "Streets", run: buildStreets },
  { title: "Search index", run: buildSearchIndex },
  { title: "Base map", run: buildBaseMap },
];

async function buildStreets({ extractPath, extract, source, files }: StepJob): Promise<string[]> {
  const { graph, report } = buildGraph(extract.network);
  if (VehicleType.options.every(type => report.kilometers[type] === 0))
    throw extractProblem(extractPath, "nothing");
  await writeGraph(files.streets, { graph, source, report });
  const { car, bike } = report.kilometers;
  return [
    `Found ${car.toFixed(1)} km of streets for cars and ${bike.toFixed(1)} km for bicycles`,
    ...adviceOn(report),
  ];
}

async function buildSearchIndex({ extract, files }: StepJob): Promise<string[]> {
  const { addresses, streets, places } = writeIndex(extract.gazetteer, files.search);
  return [
    `Indexed ${inWords(addresses)} addresses, ${inWords(streets)} streets and ${inWords(places)} places`,
  ];
}

async function buildBaseMap({
  extract: { sketch },
  name,
  attribution,
  files,
  onProgress,
}: StepJob): Promise<string[]> {
  const { archive, repairs, tilesByZoom } = buildTiles({ sketch, name, attribution, onProgress });
  await Bun.write(files.tiles, archive);
  const zooms = tilesByZoom.map(([zoom, tiles]) => `${tiles} of zoom ${zoom}`).join(", ");
  return [`Drew ${kilobytes(archive.length)} of tiles: ${zooms}`, ...repairLines(repairs)];
}

const inWords = (count: number) => count.toLocaleString("en");

const kilobytes = (bytes: number) => `${inWords(Math.ceil(bytes / 1_000))} kB`;

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
