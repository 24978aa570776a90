/*
 * Makes the demo world in the database of the configuration, for who wants it before the first start, or with
 * MONGODB_URL in a database elsewhere: bun run seed. Does nothing when it is there already.
 */
import { join } from "node:path";
import { parseConfig } from "../config.ts";
import { makeDemo } from "../demo.ts";
import { createDeps } from "../deps.ts";
import { describeStartupProblem, StartupProblem } from "../platform/startup/startup-problem.ts";

async function seed(): Promise<void> {
  const config = parseConfig(join(import.meta.dir, "../../.."), process.env);
  await using deps = await createDeps({ ...config, demo: "seed", logLevel: "warn" }, process.env);
  await makeDemo(deps);
  console.log(`The demo world is in ${config.mongodbUrl ? "the database of MONGODB_URL" : config.dataDir}.`);
}

try {
  await seed();
} catch (error) {
  if (!(error instanceof StartupProblem)) throw error;
  console.error(describeStartupProblem(error));
  process.exitCode = 1;
}
process.exit();
