import { join } from "node:path";
import { type Chance, createChance } from "../../src/server/features/demo/chance.ts";
import { buildGraph } from "../../src/server/platform/maps/embedded/streets/building/graph-builder.ts";
import type { StreetNetwork } from "../../src/server/platform/maps/embedded/streets/building/street-network.ts";
import { openGraph, writeGraph } from "../../src/server/platform/maps/embedded/streets/graph/graph-file.ts";
import { createRouter } from "../../src/server/platform/maps/embedded/streets/routing/router.ts";
import type { Snap } from "../../src/server/platform/maps/embedded/streets/routing/snapper.ts";
import type { Tags } from "../../src/server/platform/maps/extract/block-parts.ts";
import type { Point } from "../../src/shared/geo.ts";
import { freshFolder } from "../../tests/support/process.ts";
import { fastest, summary, table } from "../measure.ts";

/** Streets from west to east, and as many from south to north: a city of 23 by 23 km. */
const STREETS = 230;
const BLOCK_DEGREES = { latitude: 9e-4, longitude: 18e-4 } as const;
const PAIRS = 200;
const ROWS = 20;
const TARGETS = 100;
const SIDE = 25;
const TIMES = 3;

/** What a router without a hierarchy does on more than 100,000 parts of streets. */
export async function largeCity(): Promise<string> {
  const chance = createChance("a large city");
  const path = join(freshFolder("bench-large"), "streets.graph");
  const begun = performance.now();
  const built = buildGraph(gridOf(chance));
  const builtMs = performance.now() - begun;
  await writeGraph(path, { ...built, source: "benchmark" });
  const opened = performance.now();
  const router = createRouter((await openGraph(path)).graph);
  const loadedMs = performance.now() - opened;

  const place = (): Snap => {
    const point = {
      latitude: 60 + chance.next() * STREETS * BLOCK_DEGREES.latitude,
      longitude: 24 + chance.next() * STREETS * BLOCK_DEGREES.longitude,
    };
    return router.snap(point, "car") as Snap;
  };
  const places = (count: number) => Array.from({ length: count }, place);
  const routes: number[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    const [from, to] = [place(), place()];
    routes.push(await fastest(TIMES, () => router.route(from, to, "car")));
  }
  const rows: number[] = [];
  for (let row = 0; row < ROWS; row++) {
    const [from, to] = [place(), places(TARGETS)];
    rows.push(await fastest(TIMES, () => router.matrix([from], to, "car")));
  }
  const loop = watchLoop();
  const [from, to] = [places(SIDE), places(SIDE)];
  const squareMs = await fastest(TIMES, () => router.matrix(from, to, "car"));
  const longestMs = loop.stop();

  const [route, row] = [summary(routes), summary(rows)];
  return `### On a city that is too large

A grid of ${built.report.edges} parts of streets, made by a program: built in ${(builtMs / 1_000).toFixed(1)} s into ${(Bun.file(path).size / 1e6).toFixed(0)} MB, loaded in ${loadedMs.toFixed(0)} ms.
While the square was made, the event loop was held up for ${longestMs.toFixed(1)} ms of processor time at the longest.

${table(
  ["by car, ms", "p50", "p99"],
  [
    ["route", route.p50, route.p99],
    [`1 × ${TARGETS}`, row.p50, row.p99],
    [`${SIDE} × ${SIDE}`, squareMs, squareMs],
  ],
)}
`;
}

/** The longest that the event loop was held up, in milliseconds of processor time. */
function watchLoop(): { stop(): number } {
  let longest = 0;
  let last = process.cpuUsage();
  let isStopped = false;
  const look = () => {
    const { user, system } = process.cpuUsage(last);
    longest = Math.max(longest, (user + system) / 1_000);
    last = process.cpuUsage();
    if (!isStopped) setImmediate(look);
  };
  setImmediate(look);
  return {
    stop() {
      isStopped = true;
      return longest;
    },
  };
}

/** Blocks that are not quite square, an avenue every tenth street, lights at every tenth crossing, some one-ways. */
function gridOf(chance: Chance): StreetNetwork {
  const points = new Map<number, Point>();
  const nodeTags = new Map<number, Tags>();
  const idOf = (row: number, column: number) => row * STREETS + column + 1;
  for (let row = 0; row < STREETS; row++) {
    for (let column = 0; column < STREETS; column++) {
      const id = idOf(row, column);
      points.set(id, {
        latitude: 60 + (row + chance.between(-0.2, 0.2)) * BLOCK_DEGREES.latitude,
        longitude: 24 + (column + chance.between(-0.2, 0.2)) * BLOCK_DEGREES.longitude,
      });
      if (chance.happens(0.1)) nodeTags.set(id, { highway: "traffic_signals" });
    }
  }
  const ways = [...Array(2 * STREETS).keys()].map(index => {
    const number = index % STREETS;
    const isAvenue = number % 10 === 0;
    const along = (place: number) => (index < STREETS ? idOf(number, place) : idOf(place, number));
    const tags: Tags = {
      highway: isAvenue ? "primary" : "residential",
      oneway: !isAvenue && chance.happens(0.3) ? "yes" : "no",
    };
    return { id: index + 1, nodes: [...Array(STREETS).keys()].map(along), tags };
  });
  return { points, nodeTags, ways, restrictions: [] };
}
