/*
 * Keeps one replica set for the test run with the given pid: `bun shared-mongo.ts <pid> <url file>`.
 * Writes the connection string to the file, and removes everything once that process is gone.
 */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findMongod, mongodSearch } from "../../src/server/platform/mongo/mongod/binary.ts";
import { startEmbeddedMongod } from "../../src/server/platform/mongo/mongod/process.ts";
import { processIdentity } from "../../src/server/platform/startup/running-process.ts";

const OWNER_POLL_MS = 200;

const [owner = "", urlFile = ""] = process.argv.slice(2);
const identity = processIdentity(Number(owner));

function publish(text: string): void {
  writeFileSync(`${urlFile}.draft`, text);
  renameSync(`${urlFile}.draft`, urlFile);
}

async function serve(): Promise<void> {
  const { path } = await findMongod(mongodSearch(process.env), () => {});
  const dataDir = mkdtempSync(join(tmpdir(), "medex-test-mongo-"));
  await using mongo = await startEmbeddedMongod({ dataDir, binary: path, temporary: true });
  publish(mongo.url);
  while (processIdentity(Number(owner)) === identity) await Bun.sleep(OWNER_POLL_MS);
}

// Ctrl+C reaches this process too, but only the end of the test run is its own end: then it cleans up.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});

try {
  await serve();
} catch (error) {
  publish(`failed: ${error}`);
  while (processIdentity(Number(owner)) === identity) await Bun.sleep(OWNER_POLL_MS);
} finally {
  rmSync(urlFile, { force: true });
}
