/*
 * One command from a fresh clone to a running product: checks, installs, gets MongoDB, builds, serves.
 * Static imports are limited to files without dependencies, since at the first start there are none.
 */
import { join } from "node:path";
import { findMongod, mongodSearch } from "../src/server/platform/mongo/mongod/binary.ts";
import { checkBunVersion, checkDataDir, checkMap, checkPort } from "../src/server/platform/startup/checks.ts";
import { buildClient } from "../src/server/platform/startup/client-build.ts";
import { installDependencies } from "../src/server/platform/startup/dependencies.ts";
import { describeStartupProblem, StartupProblem } from "../src/server/platform/startup/startup-problem.ts";
import { surroundings } from "../src/server/platform/startup/surroundings.ts";

const root = join(import.meta.dir, "..");
const report = (line: string) => console.log(`medex: ${line}`);

async function prepare(): Promise<void> {
  process.env.NODE_ENV ??= "development";
  const here = surroundings(root, process.env);
  checkBunVersion(root);
  checkDataDir(here.dataDir, { embeddedDatabase: !here.mongodbUrl });
  await checkPort(here.host, here.port);
  checkMap(root, here.mapDir);
  await installDependencies(root, report);
  if (!here.mongodbUrl) await provideMongod();
  await buildClient(root, report);
}

/** Only makes sure that a mongod is at hand; the server itself starts and stops it. */
async function provideMongod(): Promise<void> {
  const found = await findMongod(mongodSearch(process.env), report);
  process.env.MONGOD_BIN = found.path;
}

try {
  await prepare();
} catch (error) {
  if (!(error instanceof StartupProblem)) throw error;
  console.error(describeStartupProblem(error));
  process.exit(1);
}
await import("../src/server/main.ts");
