/*
 * Run as a program: `build-map.program.ts <extract.osm.pbf> <folder>`. What a start does with an extract:
 * a process of its own, because building takes far more memory than serving does, and a process gives all of it back.
 */
import { describeStartupProblem, StartupProblem } from "../../startup/startup-problem.ts";
import { buildMap } from "./build-map.ts";

const [extractPath, folder] = process.argv.slice(2);
if (!extractPath || !folder) throw new Error("usage: build-map.program.ts <extract.osm.pbf> <folder>");
try {
  const observer = { begin: console.log, progress: () => {}, end: () => {} };
  const { description } = await buildMap({ extractPath, folder, observer });
  for (const line of description.report) console.log(line);
} catch (error) {
  if (!(error instanceof StartupProblem)) throw error;
  console.error(describeStartupProblem(error, "The map was not built"));
  process.exitCode = 1;
}
