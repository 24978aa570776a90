import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEmbeddedMaps } from "../../src/server/platform/maps/embedded/index.ts";
import { openMap } from "../../src/server/platform/maps/folder/index.ts";

const ROOT = join(import.meta.dir, "../..");
const CITY = join(ROOT, "assets/demo-city");
export const EXTRACT = join(CITY, "helsinki.osm.pbf");

/** Where tests keep the map of the demo city: one for all of them, and another one when what builds it has changed. */
export const MAPS_HOME = join(tmpdir(), `medex-test-maps-${builderHash()}`);

/** The demo city's map; built when it is not there, which several processes may do at once. */
export const demoCity = () => openMap({ mapDir: CITY, dataDir: MAPS_HOME });

/** The real maps of the demo city. */
export const demoCityMaps = async () => openEmbeddedMaps(await demoCity());

function builderHash(): string {
  const hasher = new Bun.CryptoHasher("sha256");
  const sources = [...new Bun.Glob("{src/server/platform/maps,src/shared}/**/*.ts").scanSync(ROOT)];
  sources.push("bun.lock");
  sources.sort();
  for (const source of sources) hasher.update(readFileSync(join(ROOT, source)));
  return hasher.digest("hex").slice(0, 12);
}
