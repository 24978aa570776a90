import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PmtilesSource } from "protomaps-leaflet";
import { openDemo } from "../../../src/server/demo.ts";
import { buildMap, openMap, readWholeMap } from "../../../src/server/platform/maps/folder/index.ts";
import { StartupProblem } from "../../../src/server/platform/startup/startup-problem.ts";
import { UNWATCHED, writeExtract } from "../../support/extract-writer.ts";
import { HARBOUR_TOWN } from "../../support/harbour-town.ts";
import { type ListeningApp, startListeningApp } from "../../support/listening-app.ts";
import { testDatabase } from "../../support/mongo.ts";
import { freePort, freshFolder, runProgram, startServer } from "../../support/process.ts";
import { tileAt } from "../../support/tile-reader.ts";

/** A folder as a pharmacy makes one: an extract and nothing else. */
function extractFolder(): string {
  const mapDir = freshFolder("map-dir");
  writeFileSync(join(mapDir, "harbour-town.osm.pbf"), writeExtract(HARBOUR_TOWN));
  return mapDir;
}

async function builtFolder(): Promise<string> {
  const parent = extractFolder();
  const folder = join(parent, "map");
  await buildMap({ extractPath: join(parent, "harbour-town.osm.pbf"), folder, observer: UNWATCHED });
  return folder;
}

/** With one bit changed in the middle, where the content is. */
function flipped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy[copy.length >> 1] = (copy[copy.length >> 1] ?? 0) ^ 1;
  return copy;
}

async function refusal(attempt: Promise<unknown>): Promise<StartupProblem> {
  const error = await attempt.then(
    () => null,
    reason => reason,
  );
  expect(error).toBeInstanceOf(StartupProblem);
  return error;
}

describe("a folder with an extract", () => {
  const folders: string[] = [];
  const fresh = (folder: string) => {
    folders.push(folder);
    return folder;
  };
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  test("is made into a map once, beside the data, and is itself left as it was", async () => {
    const [mapDir, dataDir] = [fresh(extractFolder()), fresh(freshFolder("data"))];
    const lines: string[] = [];
    const opened = await openMap({ mapDir, dataDir, onProgress: line => lines.push(line) });
    expect(lines.slice(0, 4)).toEqual(["Reading the extract", "Streets", "Search index", "Base map"]);
    expect(lines.join("\n")).toMatch(/^Indexed 2 addresses, 2 streets and \d places$/m);
    const { mtimeMs } = statSync(opened.files.tiles);
    const again = await openMap({ mapDir, dataDir, onProgress: line => lines.push(`again: ${line}`) });
    expect(again).toEqual(opened);
    expect(statSync(again.files.tiles).mtimeMs).toBe(mtimeMs);
    expect(lines.filter(line => line.startsWith("again"))).toEqual([]);
    expect(readdirSync(mapDir)).toEqual(["harbour-town.osm.pbf"]);
    expect(readdirSync(join(dataDir, "maps"))).toHaveLength(1);
  }, 30_000);

  test("is found however its name is spelled, and beside what a file system notes about it", async () => {
    const [mapDir, dataDir] = [fresh(freshFolder("map-dir")), fresh(freshFolder("data"))];
    writeFileSync(join(mapDir, "Harbour-Town.OSM.PBF"), writeExtract(HARBOUR_TOWN));
    writeFileSync(join(mapDir, "._Harbour-Town.OSM.PBF"), "Mac OS X");
    const { description } = await openMap({ mapDir, dataDir });
    expect(description.name).toBe("Harbour-Town");
  }, 30_000);

  test.each([
    ["a part was removed", "streets.graph", null],
    ["a bit of the index has changed", "search.sqlite", flipped],
    ["a bit of the graph has changed", "streets.graph", flipped],
    ["a bit of the tiles has changed", "tiles.pmtiles", flipped],
    ["a part was cut", "search.sqlite", (bytes: Buffer) => bytes.subarray(0, 5_000)],
    ["its description was lost", "map.json", () => Buffer.from("{")],
  ])(
    "is made into a map again when %s",
    async (_, file, spoil) => {
      const [mapDir, dataDir] = [fresh(extractFolder()), fresh(freshFolder("data"))];
      const { files } = await openMap({ mapDir, dataDir });
      const path = join(files.search, "..", file);
      const built = readFileSync(path);
      if (spoil) writeFileSync(path, spoil(built));
      else rmSync(path);
      const lines: string[] = [];
      await openMap({ mapDir, dataDir, onProgress: line => lines.push(line) });
      expect(Buffer.compare(readFileSync(path), built)).toBe(0);
      expect(lines[0]).toMatch(/^Building it anew, for .*(lacks|is not)/);
    },
    30_000,
  );

  test("whose extract is another one is made anew, under another address for its tiles", async () => {
    const [mapDir, dataDir] = [fresh(extractFolder()), fresh(freshFolder("data"))];
    const before = await openMap({ mapDir, dataDir });
    const grown = {
      ...HARBOUR_TOWN,
      ways: HARBOUR_TOWN.ways?.filter(({ tags }) => tags?.leisure !== "park"),
    };
    writeFileSync(join(mapDir, "harbour-town.osm.pbf"), writeExtract(grown));
    const after = await openMap({ mapDir, dataDir });
    expect(after.tilesUrl).toMatch(/^\/tiles\/[0-9a-f]{16}\.pmtiles$/);
    expect(after.tilesUrl).not.toBe(before.tilesUrl);
  }, 30_000);

  test("that is broken is refused, with the reason printed and nothing half made", async () => {
    const [mapDir, dataDir] = [fresh(extractFolder()), fresh(freshFolder("data"))];
    writeFileSync(join(mapDir, "harbour-town.osm.pbf"), writeExtract(HARBOUR_TOWN).subarray(0, 900));
    await using server = runProgram(["src/server/main.ts"], {
      MEDEX_MAP_DIR: mapDir,
      MEDEX_DATA_DIR: dataDir,
      PORT: String(await freePort()),
      MONGODB_URL: undefined,
    });
    expect(await server.exited).toBe(1);
    expect(server.output()).toContain("it ends in the middle, as a download does that was interrupted");
    expect(server.output()).toContain("MedEx Delivery cannot run: the map of");
    expect(server.output()).not.toMatch(/^ +at /m);
    expect(readdirSync(join(dataDir, "maps"))).toEqual([]);
  }, 60_000);

  test("must hold one extract or a map, and says so to who starts", async () => {
    const [mapDir, dataDir] = [fresh(extractFolder()), fresh(freshFolder("data"))];
    writeFileSync(join(mapDir, "other.osm.pbf"), "");
    expect((await refusal(openMap({ mapDir, dataDir }))).problem).toBe(`${mapDir} holds 2 extracts.`);
    const missing = join(mapDir, "missing");
    await using start = runProgram(["scripts/start.ts"], {
      MEDEX_MAP_DIR: missing,
      MEDEX_DATA_DIR: dataDir,
      PORT: String(await freePort()),
    });
    expect(await start.exited).toBe(1);
    expect(start.output()).toContain(`MedEx Delivery cannot run: there is no map in ${missing}.`);
    expect(start.output()).toContain("put an OpenStreetMap extract of your city there");
  }, 30_000);
});

describe("a folder with a map", () => {
  let folder = "";
  let spoilt = "";
  beforeAll(async () => {
    folder = await builtFolder();
  });
  beforeEach(() => {
    spoilt = join(freshFolder("spoilt"), "map");
    cpSync(folder, spoilt, { recursive: true });
  });
  afterEach(() => rmSync(spoilt, { recursive: true, force: true }));
  afterAll(() => rmSync(join(folder, ".."), { recursive: true, force: true }));

  const open = (mapDir: string) => openMap({ mapDir, dataDir: join(mapDir, "unused") });

  test("is opened as it is, wherever it was copied to", async () => {
    const { description, files } = await open(spoilt);
    expect(description).toMatchObject({ name: "harbour-town", bounds: HARBOUR_TOWN.bounds });
    expect(files).toEqual({
      search: join(spoilt, "search.sqlite"),
      streets: join(spoilt, "streets.graph"),
      tiles: join(spoilt, "tiles.pmtiles"),
    });
    expect(readdirSync(spoilt)).not.toContain("unused");
  });

  test("that lacks a file is refused", async () => {
    rmSync(join(spoilt, "tiles.pmtiles"));
    expect((await refusal(open(spoilt))).problem).toBe(`the map in ${spoilt} lacks tiles.pmtiles.`);
  });

  test.each(["search.sqlite", "streets.graph", "tiles.pmtiles"])(
    "of which a single bit of %s has changed is refused, as the doctor asks it too",
    async file => {
      const path = join(spoilt, file);
      writeFileSync(path, flipped(readFileSync(path)));
      const { problem, wayOut } = await refusal(open(spoilt));
      expect(problem).toBe(
        `${file} in ${spoilt} is not as it was built: it was damaged, or is of another map.`,
      );
      expect(wayOut[1]).toContain(`bun run map build city.osm.pbf --out ${spoilt}`);
      await expect(readWholeMap(spoilt)).rejects.toThrow(problem);
    },
  );

  test("that has the streets of another map is refused", async () => {
    const other = freshFolder("other-map");
    const extract = join(other, "other.osm.pbf");
    writeFileSync(extract, writeExtract({ ...HARBOUR_TOWN, replicatedAt: 1 }));
    await buildMap({ extractPath: extract, folder: join(other, "map"), observer: UNWATCHED });
    cpSync(join(other, "map", "streets.graph"), join(spoilt, "streets.graph"));
    rmSync(other, { recursive: true, force: true });
    expect((await refusal(open(spoilt))).problem).toContain("streets.graph");
  });

  test("that another version has built otherwise is refused, with the command that builds it anew", async () => {
    const path = join(spoilt, "map.json");
    const older = JSON.parse(readFileSync(path, "utf8"));
    older.parts.search.version = 0;
    writeFileSync(path, JSON.stringify({ ...older, builtBy: "medex-delivery 0.0.9" }));
    const { problem, wayOut } = await refusal(open(spoilt));
    expect(problem).toContain("was built by medex-delivery 0.0.9; this version needs another search index");
    expect(wayOut[0]).toContain(`bun run map build city.osm.pbf --out ${spoilt}`);
  });

  test.each(["", "{}", "nonsense", '{"schema":2}'])("whose map.json is %j is refused", async text => {
    writeFileSync(join(spoilt, "map.json"), text);
    expect((await refusal(open(spoilt))).problem).toContain("is not what 'bun run map build' writes");
  });

  test("is what the doctor tells about", async () => {
    await using doctor = runProgram(["src/server/scripts/doctor.ts"], {
      MEDEX_MAP_DIR: spoilt,
      MEDEX_DATA_DIR: join(spoilt, "../data"),
      PORT: String(await freePort()),
      MONGODB_URL: undefined,
    });
    await doctor.exited;
    expect(doctor.output()).toContain(
      `ok       Map: harbour-town, with the data of 2026-11-01, in ${spoilt}`,
    );
  }, 30_000);
});

describe("a server with the map of another town", () => {
  let mapDir = "";
  let server: ListeningApp;
  beforeAll(async () => {
    mapDir = extractFolder();
    server = await startListeningApp("harbour_town", { MEDEX_MAP_DIR: mapDir });
  }, 60_000);
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    rmSync(mapDir, { recursive: true, force: true });
  });

  test("finds its addresses and places, and serves its area alone", async () => {
    const { maps } = server.deps.services;
    const [house] = await maps.geocode({ address: "Harbour Street 5" });
    expect(house).toMatchObject({
      address: "Harbour Street 5, Harbour Town",
      kind: "address",
      confidence: 1,
    });
    expect((await maps.autocomplete({ query: "anchor" }))[0]?.address).toContain("Anchor Pharmacy");
    maps.config().bounds.forEach((degrees, side) => {
      expect(degrees).toBeCloseTo(HARBOUR_TOWN.bounds[side] ?? Number.NaN, 9);
    });
    const helsinki = { address: "Mannerheimintie 5", latitude: 60.1689, longitude: 24.9408 };
    await expect(maps.resolvePlace(helsinki)).rejects.toMatchObject({ code: "OUTSIDE_SERVICE_AREA" });
    await expect(maps.resolvePlace({ address: "Mannerheimintie 5, Helsinki" })).rejects.toMatchObject({
      code: "ADDRESS_NOT_FOUND",
    });
  });

  test("tells clients an address for its tiles that no other map has, and serves them there", async () => {
    const { tilesUrl, minZoom, center } = server.deps.services.maps.config();
    expect(tilesUrl).toMatch(/^\/tiles\/[0-9a-f]{16}\.pmtiles$/);
    expect(minZoom).toBe(13);
    const source = new PmtilesSource(server.url + tilesUrl, false);
    const [z, x, y] = tileAt(15, [center.longitude, center.latitude]);
    const layers = await source.get({ z, x, y }, 512);
    expect([...layers.keys()]).toContain("roads");
    const statuses = ["/tiles/city.pmtiles", "/tiles/0000000000000000.pmtiles"].map(
      async path => (await fetch(server.url + path)).status,
    );
    expect(await Promise.all(statuses)).toEqual([200, 404]);
  });

  test("has no demo world, and says so when one is asked for", async () => {
    expect(server.deps.config.demo).toBe("off");
    const wanted = { ...server.deps, config: { ...server.deps.config, demo: "seed" as const } };
    const { problem } = await refusal(openDemo(wanted, new Promise(() => {})));
    expect(problem).toContain("the demo world is at home in central Helsinki");
  });

  test("tells who starts it where the demo's accounts are", async () => {
    await using database = await testDatabase("harbour_welcome");
    const env = { MEDEX_MAP_DIR: mapDir, MEDEX_DEMO: undefined };
    await using started = await startServer({ mongodbUrl: database.url, env });
    await started.untilPrinted("Without the demo world, which is at home in another city.");
    await started.untilPrinted("bun run create-admin");
  }, 60_000);
});
