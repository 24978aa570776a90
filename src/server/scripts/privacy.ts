/*
 * What retention would erase now, with nothing changed: bun run privacy report
 */
import { join } from "node:path";
import { parseConfig } from "../config.ts";
import { createDeps } from "../deps.ts";
import { describeStartupProblem, StartupProblem } from "../platform/startup/startup-problem.ts";

const USAGE = "bun run privacy report    tells what retention would erase now; changes nothing";

async function report(): Promise<string> {
  const config = parseConfig(join(import.meta.dir, "../../.."), process.env);
  await using deps = await createDeps({ ...config, logLevel: "warn" }, process.env);
  const { orders, lastPositions, orphanFiles } = await deps.retentionReport();
  const { orderDays, locationDays } = config.retention;
  return [
    `${orders} orders, closed more than ${orderDays} days ago, with their places, items, notes and proofs`,
    `${lastPositions} last positions of drivers who were not seen for ${locationDays} days`,
    `${orphanFiles} files that no record points at`,
    "Trails, changes of duty, sessions and letters expire in the database by themselves.",
  ].join("\n");
}

try {
  const [command, ...rest] = process.argv.slice(2);
  if (command !== "report" || rest.length) throw new Error(USAGE);
  console.log(await report());
} catch (error) {
  if (error instanceof StartupProblem) console.error(describeStartupProblem(error));
  else console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
process.exit();
