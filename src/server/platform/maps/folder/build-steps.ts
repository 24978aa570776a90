import { VehicleType } from "../../../../shared/drivers/driver.schema.ts";
import { writeIndex } from "../embedded/geocoding/index.ts";
import { drivesOnLeft } from "../embedded/streets/building/driving-side.ts";
import { buildGraph } from "../embedded/streets/building/graph-builder.ts";
import { writeGraph } from "../embedded/streets/graph/graph-file.ts";
import { adviceOn } from "../embedded/streets/graph/graph-report.ts";
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
  const { network, gazetteer } = extract;
  const isLeft = drivesOnLeft(network, gazetteer.country);
  const { graph, report } = buildGraph(network, { drivesOnLeft: isLeft });
  if (VehicleType.options.every(type => report.kilometers[type] === 0))
    throw extractProblem(extractPath, "nothing");
  await writeGraph(files.streets, { graph, source, report });
  const { kilometers, unreachableKilometers: out } = report;
  return [
    `Found ${kilometersOf(kilometers)}`,
    ...told(out.car + out.bike, `Left out ${kilometersOf(out)}, which cannot be reached from the others`),
    `Traffic keeps to the ${isLeft ? "left" : "right"}`,
    ...adviceOn(report),
  ];
}

async function buildSearchIndex({ extract: { gazetteer }, files }: StepJob): Promise<string[]> {
  writeIndex(gazetteer, files.search);
  const [houses, streets, places] = [gazetteer.houses, gazetteer.streets, gazetteer.places].map(
    ({ length }) => inWords(length),
  );
  const { withoutStreet, unreadable } = gazetteer.leftOut;
  return [
    `Indexed ${houses} addresses, ${streets} streets and ${places} places`,
    ...told(withoutStreet, `Addresses left out, for they name no street: ${inWords(withoutStreet)}`),
    ...told(unreadable, `Addresses left out, for their number cannot be read: ${inWords(unreadable)}`),
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

const kilometersOf = ({ car, bike }: { car: number; bike: number }) =>
  `${car.toFixed(1)} km of streets for cars and ${bike.toFixed(1)} km for bicycles`;

const inWords = (count: number) => count.toLocaleString("en");

const kilobytes = (bytes: number) => `${inWords(Math.ceil(bytes / 1_000))} kB`;

/** Names that help to find out what is missing; more would hide the rest of the report. */
const NAMES_SHOWN = 5;

function repairLines(repairs: Repairs): string[] {
  const { splitLines, pieces, closedAreas, lostWays, cutAreas, cutAreaNames, coastlineEnds } = repairs;
  const names = cutAreaNames.slice(0, NAMES_SHOWN).join(", ");
  return [
    ...told(splitLines, `Parted ${splitLines} lines into ${pieces} where the extract lacks nodes`),
    ...told(closedAreas, `Closed ${closedAreas} areas over nodes that the extract lacks`),
    ...told(lostWays, `Left out ${lostWays} ways of which the extract has less than a stretch`),
    ...told(
      cutAreas,
      `Drew ${cutAreas} areas in part or not at all, for the extract lacks the rest${names && `: ${names}`}`,
    ),
    ...told(coastlineEnds, `Led ${coastlineEnds} ends of the coastline on`),
  ];
}

/** The line, when there is anything to tell. */
const told = (count: number, line: string): string[] => (count > 0 ? [line] : []);
