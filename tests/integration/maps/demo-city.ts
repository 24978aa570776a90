import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmbeddedMaps } from "../../../src/server/platform/maps/embedded/index.ts";
import type { MapsPort } from "../../../src/server/platform/maps/maps.port.ts";

const city = (file: string) => join(import.meta.dir, "../../../assets/demo-city", file);

export const EXTRACT = city("helsinki.osm.pbf");
export const TILES = city("helsinki.pmtiles");

export async function temporaryFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), "medex-maps-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** The demo city's maps with an index of their own. */
export async function demoCityMaps(): Promise<MapsPort & AsyncDisposable> {
  const folder = await temporaryFolder();
  const maps = await createEmbeddedMaps({ extractPath: EXTRACT, tilesPath: TILES, dataDir: folder.path });
  return {
    ...maps,
    async [Symbol.asyncDispose]() {
      await maps[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}
