import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { createEmbeddedMaps, prepareEmbeddedMaps } from "../../../src/server/platform/maps/embedded/index.ts";
import { EXTRACT, TILES, temporaryFolder } from "./demo-city.ts";

const houseCount = (indexPath: string): number => {
  using database = new Database(indexPath, { readonly: true });
  expect(database.query("PRAGMA integrity_check").values()).toEqual([["ok"]]);
  return Number(database.query("SELECT count(*) FROM houses").values()[0]?.[0]);
};

describe("what is made of an extract", () => {
  test("is built once, says so, and is then reused", async () => {
    await using folder = await temporaryFolder();
    const lines: string[] = [];
    const options = {
      extractPath: EXTRACT,
      dataDir: folder.path,
      onProgress: (line: string) => lines.push(line),
    };

    const built = await prepareEmbeddedMaps(options);
    const { mtimeMs } = await stat(built.indexPath);
    expect(lines.at(-1)).toMatch(/^Indexed \d+ addresses, \d+ streets and \d+ places$/);
    expect(lines).toContainEqual(expect.stringMatching(/^Found \d+\.\d km of streets for cars/));
    const said = lines.length;

    const again = await prepareEmbeddedMaps(options);
    expect(again).toEqual({ ...built, built: false });
    expect((await stat(again.indexPath)).mtimeMs).toBe(mtimeMs);
    expect(lines.length).toBe(said);
    expect(await readdir(join(folder.path, "maps"))).toHaveLength(2);
  });

  test("without the graph both are built anew", async () => {
    await using folder = await temporaryFolder();
    const options = { extractPath: EXTRACT, dataDir: folder.path };
    const { graphPath } = await prepareEmbeddedMaps(options);
    const graph = await Bun.file(graphPath).bytes();
    await rm(graphPath);
    expect((await prepareEmbeddedMaps(options)).built).toBe(true);
    expect(Buffer.compare(await Bun.file(graphPath).bytes(), graph)).toBe(0);
    expect(await readdir(join(folder.path, "maps"))).toHaveLength(2);
  });

  test("built by several processes at once it is whole, and nothing else is left", async () => {
    await using folder = await temporaryFolder();
    const program = `
      const { prepareEmbeddedMaps } = await import(${JSON.stringify(join(import.meta.dir, "../../../src/server/platform/maps/embedded/index.ts"))});
      console.log(JSON.stringify(await prepareEmbeddedMaps(${JSON.stringify({ extractPath: EXTRACT, dataDir: folder.path })})));
    `;
    const answers = await Promise.all(
      [1, 2, 3].map(async () => {
        const child = Bun.spawn([process.execPath, "-e", program], { stdout: "pipe", stderr: "inherit" });
        const text = await new Response(child.stdout).text();
        expect(await child.exited).toBe(0);
        return JSON.parse(text) as { indexPath: string };
      }),
    );
    const [indexPath = "", ...others] = new Set(answers.map(answer => answer.indexPath));
    expect(others).toEqual([]);
    expect(houseCount(indexPath)).toBeGreaterThan(500);
    expect(await readdir(join(folder.path, "maps"))).toHaveLength(2);
  }, 60_000);

  test("a file that is no extract is refused with its name, and leaves nothing", async () => {
    await using folder = await temporaryFolder();
    const extractPath = join(folder.path, "broken.osm.pbf");
    await Bun.write(extractPath, "this is not a map");
    const attempt = prepareEmbeddedMaps({ extractPath, dataDir: folder.path });
    await expect(attempt).rejects.toThrow(extractPath);
    expect(await readdir(join(folder.path, "maps"))).toEqual([]);
  });

  test("missing files are named", async () => {
    await using folder = await temporaryFolder();
    const missing = join(folder.path, "missing");
    const create = (files: { extractPath: string; tilesPath: string }) =>
      createEmbeddedMaps({ ...files, dataDir: folder.path });
    await expect(create({ extractPath: missing, tilesPath: TILES })).rejects.toThrow(missing);
    await expect(create({ extractPath: EXTRACT, tilesPath: missing })).rejects.toThrow(missing);
  });
});
