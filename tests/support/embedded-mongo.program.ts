/*
 * A program that does nothing but run the embedded database in the folder of its first argument, for tests that
 * end programs in hard ways. Prints `ready <url> <pid of mongod>`; SIGTERM stops it cleanly.
 */
import { findMongod, mongodSearch } from "../../src/server/platform/mongo/mongod/binary.ts";
import { startEmbeddedMongod } from "../../src/server/platform/mongo/mongod/process.ts";
import { describeStartupProblem, StartupProblem } from "../../src/server/platform/startup/startup-problem.ts";

try {
  const { path } = await findMongod(mongodSearch(process.env), () => {});
  const mongod = await startEmbeddedMongod({ dataDir: process.argv[2] ?? "", binary: path });
  process.once("SIGTERM", async () => {
    await mongod[Symbol.asyncDispose]();
    process.exit(0);
  });
  console.log(`ready ${mongod.url} ${mongod.pid}`);
  setInterval(() => {}, 60_000);
} catch (error) {
  if (!(error instanceof StartupProblem)) throw error;
  console.log(describeStartupProblem(error));
  process.exit(1);
}
