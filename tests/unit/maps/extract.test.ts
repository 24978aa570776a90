import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import parse from "tiny-osmpbf";
import type { OsmElement } from "../../../src/server/platform/maps/extract/block-parts.ts";
import { readElements } from "../../../src/server/platform/maps/extract/read-elements.ts";
import { buildMap } from "../../../src/server/platform/maps/folder/index.ts";
import { readExtract } from "../../../src/server/platform/maps/folder/read-extract.ts";
import { StartupProblem } from "../../../src/server/platform/startup/startup-problem.ts";
import { EXTRACT } from "../../support/demo-city.ts";
import { type TestExtract, UNWATCHED, writeExtract } from "../../support/extract-writer.ts";
import { HARBOUR_TOWN } from "../../support/harbour-town.ts";
import { freshFolder } from "../../support/process.ts";

let folder = "";
beforeAll(() => {
  folder = freshFolder("extract");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(content: TestExtract | Uint8Array | string, name = "city.osm.pbf"): string {
  const path = join(folder, name);
  const isExtract = typeof content === "object" && !(content instanceof Uint8Array);
  writeFileSync(path, isExtract ? writeExtract(content) : content);
  return path;
}

function elementsOf(path: string) {
  const elements: OsmElement[] = [];
  const header = readElements(path, { handle: element => elements.push(element) });
  return { ...header, elements };
}

describe("reading an extract", () => {
  test("gives what another reader gives of the demo city: ids, places, members and tags", async () => {
    const known: unknown[] = [];
    parse(await Bun.file(EXTRACT).arrayBuffer(), ({ type, id, tags, ...element }) => {
      const about = tags && Object.keys(tags).length > 0 ? { tags } : {};
      if (element && "lat" in element) known.push({ type, id, lat: element.lat, lon: element.lon, ...about });
      else if ("nodes" in element) known.push({ type, id, nodes: element.nodes, ...about });
      else if ("members" in element) known.push({ type, id, members: element.members, ...about });
    });
    const { elements, bounds, dataDate } = elementsOf(EXTRACT);
    expect(elements.length).toBeGreaterThan(29_000);
    expect(elements).toEqual(known as OsmElement[]);
    expect(bounds).toEqual([24.9351762, 60.164155, 24.9534145, 60.179113]);
    expect(dataDate?.toISOString()).toBe("2019-04-21T09:50:14.000Z");
  });

  test.each([{}, { packing: "raw" }, { areNodesPlain: true }] as const)(
    "written by another program it is the same: %j",
    how => {
      const { elements } = elementsOf(fileOf({ ...HARBOUR_TOWN, ...how }));
      expect(elements.filter(({ type }) => type === "node").map(({ id }) => id)).toEqual(
        HARBOUR_TOWN.nodes.map(({ id }) => id),
      );
      expect(elements.find(({ tags }) => tags?.name === "Anchor Pharmacy")).toMatchObject({
        lat: 55.004,
        lon: 10.0104,
        tags: { amenity: "pharmacy", "addr:housenumber": "12" },
      });
      expect(elements.find(({ tags }) => tags?.name === "Mirror Lake")).toMatchObject({
        members: [
          { type: "way", role: "outer" },
          { type: "way", role: "inner" },
        ],
      });
    },
  );

  test("without bounds in its header it covers what its nodes cover", () => {
    const { sketch, gazetteer } = readExtract(fileOf({ ...HARBOUR_TOWN, bounds: null }));
    expect(sketch.bounds).toEqual([9.996, 55.0018, 10.024, 55.0098]);
    expect(gazetteer.bounds).toEqual(sketch.bounds);
  });

  test("an age is told only when the file tells it", () => {
    expect(readExtract(fileOf(HARBOUR_TOWN)).dataDate?.toISOString()).toBe("2026-11-01T00:00:00.000Z");
    expect(readExtract(fileOf({ ...HARBOUR_TOWN, replicatedAt: 0 })).dataDate).toBeNull();
  });

  test.each([1e12, 1e14])("an age of %d s, which no calendar has, is none", replicatedAt => {
    expect(readExtract(fileOf({ ...HARBOUR_TOWN, replicatedAt })).dataDate).toBeNull();
  });

  test("it is told how far the reading is, up to the end", () => {
    const seen: number[] = [];
    readElements(EXTRACT, { handle: () => {}, onProgress: fraction => seen.push(fraction) });
    expect(seen).toEqual(seen.toSorted((one, other) => one - other));
    expect(seen.at(-1)).toBe(1);
  });
});

const whole = () => writeExtract(HARBOUR_TOWN);
const withoutWays = (): TestExtract => ({ ...HARBOUR_TOWN, ways: [], relations: [] });

/** What people have in hand in place of an extract, and what they are told. */
const BROKEN: [what: string, content: () => TestExtract | Uint8Array | string, told: RegExp][] = [
  ["an empty file", () => "", /it is empty/],
  ["a web page", () => "<!DOCTYPE html><html><body>Not found</body></html>", /it is a web page/],
  ["another web page", () => '\n<html lang="en">', /it is a web page/],
  ["OpenStreetMap in XML", () => '<?xml version="1.0"?>\n<osm version="0.6">', /in XML, not in PBF/],
  ["a packed extract", () => gzipSync(whole()), /it is packed once more/],
  ["a text", () => "this is not a map", /it is no OpenStreetMap extract/],
  ["zeros", () => new Uint8Array(2_000), /it is no OpenStreetMap extract/],
  ["data without a header", () => whole().subarray(headerBytes()), /it is no OpenStreetMap extract/],
  [
    "a download that was interrupted",
    () => whole().subarray(0, whole().length - 40),
    /it ends in the middle/,
  ],
  [
    "one that ends in the head of a block",
    () => whole().subarray(0, headerBytes() + 7),
    /it ends in the middle/,
  ],
  ["one with a flipped bit", flipped, /it is damaged \(in the block at byte \d+\)/],
  [
    "a history",
    () => ({ ...HARBOUR_TOWN, requiredFeatures: ["HistoricalInformation"] }),
    /HistoricalInformation/,
  ],
  [
    "of ways that hold their nodes",
    () => ({ ...HARBOUR_TOWN, optionalFeatures: ["LocationsOnWays"] }),
    /LocationsOnWays/,
  ],
  ["other packing", () => ({ ...HARBOUR_TOWN, packing: "lzma" }), /packed in a way that is not read here/],
  [
    "ways before their nodes",
    () => ({ ...HARBOUR_TOWN, order: ["ways", "nodes", "relations"] }),
    /not sorted/,
  ],
  ["a header alone", () => whole().subarray(0, headerBytes()), /it holds no streets/],
  ["a place without streets", withoutWays, /it holds no streets/],
];

/** Length of the first block with its head. */
function headerBytes(): number {
  const bytes = Buffer.from(whole());
  return bytes.indexOf("OSMData") - 6;
}

function flipped(): Uint8Array {
  const bytes = Uint8Array.from(whole());
  const middle = headerBytes() + 60;
  bytes[middle] = (bytes[middle] ?? 0) ^ 16;
  return bytes;
}

const build = (extractPath: string) =>
  buildMap({ extractPath, folder: join(folder, "map"), observer: UNWATCHED });

async function refusal(path: string): Promise<StartupProblem> {
  try {
    await build(path);
  } catch (error) {
    if (error instanceof StartupProblem) return error;
    throw error;
  }
  throw new Error("was not refused");
}

describe("a file that is no extract, or a broken one", () => {
  test.each(BROKEN)("%s", async (_, content, told) => {
    const path = fileOf(content(), "broken.osm.pbf");
    const { problem, wayOut } = await refusal(path);
    expect(problem).toMatch(told);
    expect(problem).toStartWith(path);
    expect(wayOut.length).toBeGreaterThan(0);
  });

  test("none at all, a folder, and one that cannot be read", async () => {
    expect((await refusal(join(folder, "missing.osm.pbf"))).problem).toContain("there is no such file");
    const inner = join(folder, "folder.osm.pbf");
    mkdirSync(inner, { recursive: true });
    expect((await refusal(inner)).problem).toContain("it is a folder");
    const loop = join(folder, "loop.osm.pbf");
    symlinkSync(loop, loop);
    expect((await refusal(loop)).problem).toContain("it cannot be read (ELOOP)");
  });

  test("cut within a block it is refused, and never taken for a smaller city", async () => {
    const bytes = whole();
    const path = fileOf(bytes, "cut.osm.pbf");
    for (let length = bytes.length - 1; length > 0; length -= 7) {
      truncateSync(path, length);
      expect(await refusal(path)).toBeInstanceOf(StartupProblem);
    }
  });

  test("whatever is changed in it, it is made into a map or refused in words", async () => {
    const bytes = writeExtract({ ...HARBOUR_TOWN, packing: "raw" });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        async changes => {
          const changed = Uint8Array.from(bytes);
          for (const [place, byte] of changes) changed[place] = byte;
          try {
            await build(fileOf(changed, "changed.osm.pbf"));
          } catch (error) {
            expect(error).toBeInstanceOf(StartupProblem);
          }
        },
      ),
      { numRuns: 300 },
    );
  }, 60_000);
});
