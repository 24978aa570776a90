import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedMongod } from "../../src/server/platform/mongo/mongod/process.ts";
import { buildClient } from "../../src/server/platform/startup/client-build.ts";
import { StartupProblem } from "../../src/server/platform/startup/startup-problem.ts";
import { LOGS_FOLDER } from "../../tests/support/collected-logs.ts";
import { type PartName, provision } from "../../tests/support/provision.ts";
import {
  type Least,
  sumTallies,
  TALLIES,
  TALLY_FILE,
  tallyLines,
  tooFew,
} from "../../tests/support/tallies.ts";
import { runBun } from "./commands.ts";
import { add, type Counts, countRun } from "./junit.ts";
import { leaksIn, missedBySearch } from "./log-leaks.ts";

interface Suite {
  name: string;
  /** The real servers its tests run against. */
  needs: PartName[];
  /** Whether its tests look at the built client. */
  needsClient?: boolean;
  /** What its tests count at the least, if they do. */
  least?: Least;
}

const SUITES: Suite[] = [
  { name: "architecture", needs: [] },
  { name: "unit", needs: [] },
  { name: "integration", needs: ["mongod"], needsClient: true },
  { name: "security", needs: ["mongod"], needsClient: true, least: TALLIES.security },
  { name: "faults", needs: ["mongod"] },
  { name: "cluster", needs: ["mongod", "redis-server", "nginx", "openssl"], least: TALLIES.cluster },
  { name: "e2e", needs: ["mongod", "redis-server", "chromium"], needsClient: true },
];

/** Package scripts, so that a developer can run each alone. */
const STATIC_CHECKS = ["types", "lint", "knip", "secrets"];

/** The first look for secrets may build the program that looks. */
const CHECK_LIMIT_MS = 10 * 60_000;
const SUITE_LIMIT_MS = 30 * 60_000;
const TEST_TIMEOUT_MS = 30_000;

/**
 * Runs the static checks and suites, all of them even when an earlier one fails, with the time of each.
 * Throws StartupProblem for a suite name that does not exist.
 */
export async function verify(root: string, only: string[]): Promise<Counts> {
  const suites = chosenSuites(only).filter(suite => hasTests(root, suite));
  let counts: Counts = { passed: 0, failed: 0 };
  if (only.length === 0) {
    for (const check of STATIC_CHECKS) {
      counts = add(counts, await timed(check, () => staticCheck(root, check)));
    }
  }
  const { env, missing } = await provision(neededParts(suites), line => console.log(line));
  if (suites.some(suite => suite.needsClient)) {
    counts = add(counts, await timed("client", () => builtClient(root)));
    counts = add(counts, await timed("budgets", () => staticCheck(root, "budgets")));
  }
  const workshop = mkdtempSync(join(tmpdir(), "medex-verify-"));
  try {
    await using mongo = env.MONGOD_BIN ? await sharedMongod(env.MONGOD_BIN) : null;
    const testEnv = {
      ...env,
      ...(mongo ? { TEST_MONGODB_URL: mongo.url } : {}),
      [LOGS_FOLDER]: join(workshop, "logs"),
    };
    const logs = join(workshop, "logs");
    for (const suite of suites) {
      const lacking = missing.filter(({ part }) => suite.needs.includes(part));
      const run = () =>
        lacking.length > 0 ? unprovisioned(suite, lacking) : runSuite(root, suite, testEnv, workshop);
      counts = add(counts, await timed(suite.name, run));
    }
    counts = add(counts, await timed("logs", () => Promise.resolve(checkedLogs(logs))));
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
  return counts;
}

function chosenSuites(only: string[]): Suite[] {
  const unknown = only.filter(name => !SUITES.some(suite => suite.name === name));
  if (unknown.length > 0) {
    throw new StartupProblem({
      problem: `there is no test suite called ${unknown.join(" or ")}.`,
      meaning: "Nothing was run.",
      wayOut: [`name some of: ${SUITES.map(suite => suite.name).join(", ")}`, "name none to run everything"],
    });
  }
  return only.length === 0 ? SUITES : SUITES.filter(suite => only.includes(suite.name));
}

function hasTests(root: string, suite: Suite): boolean {
  const folder = join(root, "tests", suite.name);
  const found = existsSync(folder) && [...new Bun.Glob("**/*.test.{ts,tsx}").scanSync(folder)].length > 0;
  if (!found) console.log(`${suite.name}: skipped, there are no tests in tests/${suite.name}`);
  return found;
}

function neededParts(suites: Suite[]): PartName[] {
  return [...new Set(suites.flatMap(suite => suite.needs))];
}

async function staticCheck(root: string, script: string): Promise<Counts> {
  const exitCode = await runBun(["run", "--silent", script], { cwd: root, limitMs: CHECK_LIMIT_MS });
  return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function builtClient(root: string): Promise<Counts> {
  try {
    await buildClient(root, line => console.log(line));
    return { passed: 1, failed: 0 };
  } catch (error) {
    if (!(error instanceof StartupProblem)) throw error;
    console.log(`${error.problem} ${error.meaning}`);
    return { passed: 0, failed: 1 };
  }
}

/** One replica set for the whole run; each test file uses a database of its own in it. */
function sharedMongod(binary: string) {
  const dataDir = mkdtempSync(join(tmpdir(), "medex-verify-mongo-"));
  return startEmbeddedMongod({ dataDir, binary, temporary: true });
}

async function runSuite(
  root: string,
  suite: Suite,
  env: Record<string, string>,
  workshop: string,
): Promise<Counts> {
  const report = join(workshop, `${suite.name}.xml`);
  const tallies = join(workshop, `${suite.name}.tallies`);
  const reporter = ["--reporter=junit", `--reporter-outfile=${report}`];
  const exitCode = await runBun(
    [
      "test",
      "--isolate",
      "--only-failures",
      `--timeout=${TEST_TIMEOUT_MS}`,
      ...reporter,
      `./tests/${suite.name}/`,
    ],
    { cwd: root, env: { ...env, NODE_ENV: "test", [TALLY_FILE]: tallies }, limitMs: SUITE_LIMIT_MS },
  );
  const counts = countRun(textOf(report), exitCode);
  if (!suite.least) return counts;
  return add(counts, talliedCounts(suite.least, textOf(tallies) ?? "", counts.failed));
}

/** Prints what the tests have counted. Too little is one failure: a table that went empty proves nothing. */
function talliedCounts(least: Least, text: string, failedTests: number): Counts {
  const sums = sumTallies(text);
  const lacking = tooFew(least, sums);
  for (const line of [...tallyLines(sums), `${String(failedTests).padStart(8)}  failures`, ...lacking])
    console.log(line);
  return lacking.length === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Nothing secret or personal in what the servers of all tests have logged. Without a log there is nothing to look at. */
function checkedLogs(folder: string): Counts {
  const missed = missedBySearch();
  const text = existsSync(folder)
    ? readdirSync(folder)
        .map(name => readFileSync(join(folder, name), "utf8"))
        .join("\n")
    : "";
  const leaks = leaksIn(text);
  console.log(
    `${text.split("\n").length} lines logged, ${leaks.length} with something that must not be there`,
  );
  for (const { secret, line } of leaks.slice(0, 20)) console.log(`${secret}: ${line}`);
  for (const secret of missed) console.log(`The search would not find ${secret}`);
  return leaks.length + missed.length === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

const textOf = (path: string): string | null => (existsSync(path) ? readFileSync(path, "utf8") : null);

/** On a developer's machine a suite may be left out, with its reason; on CI that would hide what was not tested. */
function unprovisioned(suite: Suite, lacking: { part: PartName; reason: string }[]): Promise<Counts> {
  const why = lacking.map(({ part, reason }) => `${part} cannot be had (${reason})`).join(", ");
  const onCi = process.env.CI === "true";
  console.log(`${suite.name}: ${onCi ? "FAILED" : "skipped"}, ${why}`);
  return Promise.resolve({ passed: 0, failed: onCi ? 1 : 0 });
}

async function timed(name: string, run: () => Promise<Counts>): Promise<Counts> {
  console.log(`--- ${name}`);
  const startedAt = performance.now();
  const counts = await run();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`--- ${name}: ${counts.passed} ok, ${counts.failed} not ok, ${seconds} s`);
  return counts;
}
