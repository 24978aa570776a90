/* `bun run doctor`: asks everything that a start depends on and says per line what is well or how to repair it. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { findMongod, mongodSearch } from "../platform/mongo/mongod/binary.ts";
import {
  checkBunVersion,
  checkClient,
  checkDataDir,
  checkDependencies,
  checkMap,
  checkPort,
} from "../platform/startup/checks.ts";
import { dataDirOwner } from "../platform/startup/data-dir.ts";
import { findMap } from "../platform/startup/map-dir.ts";
import { StartupProblem } from "../platform/startup/startup-problem.ts";
import { surroundings } from "../platform/startup/surroundings.ts";

const here = surroundings(join(import.meta.dir, "../../.."), process.env);

/** The process that uses this data folder now: its own port and folder are no problem to report. */
const running = here.mongodbUrl || !existsSync(here.dataDir) ? null : dataDirOwner(here.dataDir);

const questions: [name: string, answer: () => string | Promise<string>][] = [
  ["Bun", () => checkBunVersion(here.root)],
  ["Dependencies", () => checkDependencies(here.root)],
  ["Settings", checkSettings],
  ["Port", () => (running ? "not asked: it is running" : checkPort(here.host, here.port))],
  ["Data folder", checkOwnDataDir],
  ["MongoDB", () => (here.mongodbUrl ? checkReplicaSet(here.mongodbUrl) : checkMongodBinary())],
  ["Map", checkOwnMap],
  ["Map service", checkMapService],
  ["Client", () => checkClient(here.root)],
];

function checkOwnDataDir(): string {
  if (running) return `in use by MedEx Delivery, which runs as process ${running}`;
  return checkDataDir(here.dataDir, { embeddedDatabase: !here.mongodbUrl });
}

async function checkOwnMap(): Promise<string> {
  const answer = checkMap(here.root, here.mapDir);
  if (!here.mapDir || findMap(here.mapDir).kind === "extract") return answer;
  const { readWholeMap } = await loaded(import("../platform/maps/folder/index.ts"));
  const { description } = await readWholeMap(here.mapDir);
  const { name, dataDate } = description;
  return `${name}${dataDate ? `, with the data of ${dataDate}` : ""}, in ${here.mapDir}`;
}

async function checkSettings(): Promise<string> {
  const { parseConfig } = await loaded(import("../config.ts"));
  const { isProduction, demo } = parseConfig(here.root, process.env);
  return `${isProduction ? "production" : "development"}, demo world: ${demo}`;
}

async function checkMapService(): Promise<string> {
  const [{ parseConfig }, { checkMaps }] = await Promise.all([
    loaded(import("../config.ts")),
    loaded(import("../platform/maps/check-maps.ts")),
  ]);
  return checkMaps(parsedMaps(parseConfig));
}

/** What is wrong with the settings is said in their own line. */
function parsedMaps(parseConfig: typeof import("../config.ts").parseConfig) {
  try {
    return parseConfig(here.root, process.env).maps;
  } catch {
    return null;
  }
}

async function checkMongodBinary(): Promise<string> {
  const found = await findMongod(mongodSearch(process.env), line => console.log(`         ${line}`));
  return `${found.version} by ${found.source}: ${found.path}`;
}

async function checkReplicaSet(url: string): Promise<string> {
  const { connectMongo, withoutPassword } = await loaded(import("../platform/mongo/connect.ts"));
  await using connection = await connectMongo({ url });
  const processes = await connection.neighbours();
  if (processes > 1 && !process.env.REDIS_URL)
    throw new StartupProblem({
      problem: `${processes} processes use ${withoutPassword(url)}, and REDIS_URL is not set.`,
      meaning:
        "None of them tells what it hears to the others: boards stand still, and limits are counted apart.",
      wayOut: ["give all of them the same REDIS_URL, or run one"],
    });
  return `replica set answers at ${withoutPassword(url)}`;
}

/** A module that stands on dependencies: where these are missing, the other questions must still be answered. */
function loaded<Module>(module: Promise<Module>): Promise<Module> {
  return module.catch(() => {
    throw new StartupProblem({
      problem: "this can be asked only with the dependencies installed.",
      meaning: "Nothing is known about it yet.",
      wayOut: ["bun install --frozen-lockfile, then bun run doctor"],
    });
  });
}

async function ask(name: string, answer: () => string | Promise<string>): Promise<boolean> {
  try {
    console.log(`ok       ${name}: ${await answer()}`);
    return true;
  } catch (error) {
    if (!(error instanceof StartupProblem)) throw error;
    console.log(
      `problem  ${name}: ${error.problem}\n         ${error.meaning.replaceAll("\n", "\n         ")}`,
    );
    for (const way of error.wayOut) console.log(`         - ${way}`);
    return false;
  }
}

let problems = 0;
for (const [name, answer] of questions) {
  if (!(await ask(name, answer))) problems++;
}
console.log(
  problems === 0
    ? running
      ? "\nIt is running."
      : "\nReady to start."
    : `\n${problems} problem${problems === 1 ? "" : "s"} to solve first.`,
);
process.exit(problems === 0 ? 0 : 1);
