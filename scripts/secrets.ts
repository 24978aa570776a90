/*
 * `bun run secrets`: looks for keys and passwords in every commit and in what is not committed yet, with gitleaks.
 * What git ignores, such as a developer's own .env, is left alone.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { provision } from "../tests/support/provision.ts";

const root = join(import.meta.dir, "..");
const LEAKS_FOUND = 1;

const { env, missing } = await provision(["gitleaks"], line => console.log(line));
const gitleaks = env.GITLEAKS_BIN;
if (!gitleaks) {
  const isOnCi = process.env.CI === "true";
  console.log(
    `secrets: ${isOnCi ? "FAILED" : "skipped"}, gitleaks cannot be had (${missing[0]?.reason ?? ""})`,
  );
  process.exit(isOnCi ? 1 : 0);
}

/** Our own history, and not the branches that others have in the same clone. */
const SCANS = [
  ["git", "--log-opts=HEAD"],
  ["git", "--staged"],
  ["git", "--pre-commit"],
];

/** Exit code of a scan under our configuration; its findings are printed without the secrets. */
function scan(what: string[], folder: string, stdio: "inherit" | "ignore"): number {
  const args = [
    "--no-banner",
    "--log-level=warn",
    "--redact",
    "--verbose",
    "--config",
    join(root, ".gitleaks.toml"),
    ".",
  ];
  return spawnSync(gitleaks ?? "", [...what, ...args], { cwd: folder, stdio }).status ?? -1;
}

/** Whether the scan still sees a key that is laid where exceptions are the widest. */
function findsPlantedKey(): boolean {
  const folder = mkdtempSync(join(tmpdir(), "medex-secrets-"));
  try {
    mkdirSync(join(folder, "tests/support"), { recursive: true });
    // Put together here, or it would be found in this file.
    const key = ["AKIA", "Z7XQ2M5KJ4WN6RTB"].join("");
    writeFileSync(join(folder, "tests/support/harness.ts"), `const awsAccessKey = "${key}";\n`);
    return scan(["dir"], folder, "ignore") === LEAKS_FOUND;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (!findsPlantedKey()) {
  console.log("secrets: FAILED, a key that was planted for the purpose was not found");
  process.exit(1);
}
const results = SCANS.map(what => scan(what, root, "inherit"));
const isClean = results.every(code => code === 0);
const isLeaking = results.includes(LEAKS_FOUND);
console.log(
  `secrets: ${isClean ? "none found" : isLeaking ? "FOUND, see above" : "FAILED, gitleaks could not look"}`,
);
process.exit(isClean ? 0 : 1);
