/*
 * Everything that must hold before a change lands: static checks, then every test suite on real servers.
 * `bun run verify` runs all of it; `bun run verify unit e2e` only the suites named. CI runs exactly this.
 */
import { join } from "node:path";
import { installDependencies } from "../src/server/platform/startup/dependencies.ts";
import { describeStartupProblem, StartupProblem } from "../src/server/platform/startup/startup-problem.ts";

const root = join(import.meta.dir, "..");

try {
  await installDependencies(root, line => console.log(line));
  // Loaded late: it needs the dependencies.
  const { verify } = await import("./verify/verify.ts");
  const { passed, failed } = await verify(root, process.argv.slice(2));
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
} catch (error) {
  console.error(error instanceof StartupProblem ? describeStartupProblem(error) : error);
  console.log("0 passed, 1 failed");
  process.exit(1);
}
