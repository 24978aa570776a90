import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXTRACT } from "../../support/demo-city.ts";
import { type TestExtract, writeExtract } from "../../support/extract-writer.ts";
import { HARBOUR_TOWN } from "../../support/harbour-town.ts";
import { freshFolder, runProgram } from "../../support/process.ts";
import { openArchive, readTile, tileAt } from "../../support/tile-reader.ts";

const PARTS = ["map.json", "search.sqlite", "streets.graph", "tiles.pmtiles"];

let folder = "";
beforeEach(() => {
  folder = freshFolder("map-build");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const place = (name: string) => join(folder, name);
const program = (args: string[]) =>
  runProgram([join(import.meta.dir, "../../../src/server/scripts/map.ts"), ...args], {}, folder);

async function run(...args: string[]): Promise<{ code: number; said: string }> {
  await using running = program(args);
  const code = await running.exited;
  return { code, said: running.output() };
}

function town(over: Partial<TestExtract> = {}, name = "town.osm.pbf"): string {
  writeFileSync(place(name), writeExtract({ ...HARBOUR_TOWN, ...over }));
  return place(name);
}

const filesOf = (map: string) =>
  Object.fromEntries(PARTS.map(part => [part, readFileSync(join(map, part), "base64")]));

/** A disk of 64 kB, in memory. Throws for who may not mount one. */
function smallDisk(path: string): { path: string } & Disposable {
  mkdirSync(path);
  const { success } = Bun.spawnSync(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", path]);
  if (!success) throw new Error("no disk can be mounted here");
  return { path, [Symbol.dispose]: () => void Bun.spawnSync(["umount", path]) };
}

function canMount(): boolean {
  const home = freshFolder("can-mount");
  try {
    using _disk = smallDisk(join(home, "disk"));
    return true;
  } catch {
    return false;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

describe("bun run map build", () => {
  test("makes a map of the demo city, says how far it is, and reports", async () => {
    const { code, said } = await run("build", EXTRACT, "--name", "Helsinki, centre");
    expect(said).toContain("Reading the extract ...\nReading the extract: done in ");
    expect(said).toContain("The map of Helsinki, centre: 1.0 by 1.7 km, with the data of 2019-04-21");
    expect(said).toMatch(/^Found 2\d\.\d km of streets for cars and \d+\.\d km for bicycles$/m);
    expect(said).toMatch(/^Indexed \d+ addresses, \d+ streets and 1,\d+ places$/m);
    expect(said).toMatch(/^Drew \d+ kB of tiles: .* 9 of zoom 15$/m);
    expect(said).toContain(`Use it: MEDEX_MAP_DIR=${place("helsinki")} bun start`);
    expect(code).toBe(0);
    expect(readdirSync(place("helsinki")).toSorted()).toEqual(PARTS);
    expect(readdirSync(folder)).toEqual(["helsinki"]);
  }, 60_000);

  test("gives the same bytes a second time, and says what of the extract lacked", async () => {
    const [nodes, missing] = [
      HARBOUR_TOWN.nodes,
      HARBOUR_TOWN.ways?.find(({ tags }) => tags?.leisure)?.nodes[1],
    ];
    const extract = town({ nodes: nodes.filter(({ id }) => id !== missing) });
    const { said } = await run("build", extract, "--out", "one");
    expect(said).toContain("Closed 1 areas over nodes that the extract lacks");
    await run("build", extract, "--out", "other");
    expect(filesOf(place("one"))).toEqual(filesOf(place("other")));
  }, 60_000);

  test("an extract without bounds in its header becomes a map of what it covers", async () => {
    expect((await run("build", town({ bounds: null }), "--out", "map")).code).toBe(0);
    expect(JSON.parse(readFileSync(place("map/map.json"), "utf8"))).toMatchObject({
      schema: 1,
      name: "town",
      bounds: [9.996, 55.0018, 10.024, 55.0098],
      dataDate: "2026-11-01",
      attribution: "© OpenStreetMap contributors",
      licence: "ODbL-1.0",
    });
  }, 60_000);

  test("an empty name, and an age that no calendar has, leave a map that can be opened", async () => {
    const { code, said } = await run("build", town({ replicatedAt: 1e14 }), "--out", "map", "--name", " ");
    expect(said).toContain("The map of town: ");
    expect(code).toBe(0);
    expect(JSON.parse(readFileSync(place("map/map.json"), "utf8"))).toMatchObject({
      name: "town",
      dataDate: null,
    });
  }, 60_000);

  test("a newer extract replaces the map as a whole", async () => {
    await run("build", town(), "--out", "map");
    const before = filesOf(place("map"));
    const grown = {
      ...HARBOUR_TOWN,
      ways: HARBOUR_TOWN.ways?.filter(({ tags }) => tags?.leisure !== "park"),
    };
    expect((await run("build", town(grown), "--out", "map")).code).toBe(0);
    expect(filesOf(place("map"))["tiles.pmtiles"]).not.toBe(before["tiles.pmtiles"]);
    expect(readdirSync(place("map")).toSorted()).toEqual(PARTS);
    expect(readdirSync(folder).toSorted()).toEqual(["map", "town.osm.pbf"]);
    const { archive } = openArchive(readFileSync(place("map/tiles.pmtiles")));
    const layers = (await readTile(archive, ...tileAt(15, [10.013, 55.0075]))) ?? {};
    expect(layers.landuse).toBeUndefined();
  }, 60_000);

  test("killed in the middle it leaves the old map, and the next one clears away", async () => {
    await run("build", town(), "--out", "map");
    const before = filesOf(place("map"));
    const killed = program(["build", EXTRACT, "--out", "map"]);
    await killed.untilPrinted("Streets ...");
    await killed.kill();
    expect(filesOf(place("map"))).toEqual(before);
    expect(readdirSync(folder).filter(entry => entry.includes("building"))).toHaveLength(1);
    expect((await run("build", EXTRACT, "--out", "map")).code).toBe(0);
    expect(readdirSync(folder).toSorted()).toEqual(["map", "town.osm.pbf"]);
  }, 60_000);

  test("several at once into one folder end with a whole map", async () => {
    const extract = town();
    const ended = await Promise.all([1, 2, 3].map(() => run("build", extract, "--out", "map")));
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(readdirSync(place("map")).toSorted()).toEqual(PARTS);
    expect(readdirSync(folder).toSorted()).toEqual(["map", "town.osm.pbf"]);
  }, 60_000);
});

describe("what cannot become a map", () => {
  test.each([
    ["a web page", "<html>404</html>", "it is a web page"],
    ["an empty file", "", "it is empty"],
    ["half a download", writeExtract(HARBOUR_TOWN).subarray(0, 900), "it ends in the middle"],
    ["something else", "not a map", "it is no OpenStreetMap extract in PBF"],
  ])(
    "%s is refused in words, and nothing is left",
    async (_, content, told) => {
      writeFileSync(place("bad.osm.pbf"), content);
      const { code, said } = await run("build", "bad.osm.pbf");
      expect(said).toContain(`The map was not built: ${place("bad.osm.pbf")}: ${told}`);
      expect(said).toContain("What to do:\n  - ");
      expect(said).not.toMatch(/^ +at /m);
      expect(code).toBe(1);
      expect(readdirSync(folder)).toEqual(["bad.osm.pbf"]);
    },
    30_000,
  );

  test("a folder with other things in it is not replaced, nor is a file", async () => {
    const extract = town();
    mkdirSync(place("home"));
    writeFileSync(place("home/letter.txt"), "keep me");
    const { code, said } = await run("build", extract, "--out", "home");
    expect([code, said]).toEqual([
      1,
      expect.stringContaining("holds other things than a map, as letter.txt"),
    ]);
    expect(readFileSync(place("home/letter.txt"), "utf8")).toBe("keep me");
    expect((await run("build", extract, "--out", "town.osm.pbf")).said).toContain("town.osm.pbf is a file");
    expect(existsSync(extract)).toBe(true);
  }, 30_000);

  test.skipIf(!canMount())(
    "a full disk is told, and left as it was",
    async () => {
      const extract = town();
      using disk = smallDisk(place("disk"));
      const { code, said } = await run("build", extract, "--out", join(disk.path, "map"));
      expect(said).toContain(`The map was not built: the disk is full where ${disk.path} lies.`);
      expect(code).toBe(1);
      expect(readdirSync(disk.path)).toEqual([]);
    },
    30_000,
  );

  test.each([
    [[]],
    [["build"]],
    [["draw", "city.osm.pbf"]],
    [["build", "a.pbf", "b.pbf"]],
    [["build", "a.pbf", "--into", "b"]],
  ])(
    "asked wrongly (%j) it says how to ask",
    async args => {
      const { code, said } = await run(...args);
      expect([code, said]).toEqual([
        1,
        expect.stringContaining("bun run map build FILE.osm.pbf [--out FOLDER]"),
      ]);
    },
    30_000,
  );
});
