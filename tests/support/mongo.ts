import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MongoClient } from "mongodb";
import { connectMongo, type MongoConnection } from "../../src/server/platform/mongo/connect.ts";
import { processIdentity } from "../../src/server/platform/startup/running-process.ts";
import { waitFor } from "./wait-for.ts";

export interface TestDatabase extends MongoConnection {
  name: string;
  /** Connection string of this database, for server processes started by the test. */
  url: string;
}

/**
 * A fresh, uniquely named database on a real replica set that all test files share; dropped on disposal.
 * `name` says whose it is, in letters, digits and underscores.
 */
export async function testDatabase(name: string): Promise<TestDatabase> {
  const unique = `${name}_${randomBytes(4).toString("hex")}`;
  const url = (await sharedMongoUrl()).replace(/(:\d+)\/[^?]*/, `$1/${unique}`);
  const connection = await connectMongo({ url: `${url}&monitorCommands=true` });
  await keepWhatIsOver(connection.client);
  return {
    ...connection,
    name: unique,
    url,
    async [Symbol.asyncDispose]() {
      await connection.db.dropDatabase();
      await connection[Symbol.asyncDispose]();
    },
  };
}

/**
 * A test's documents are as old as its own clock says, which stands still, and MongoDB deletes by the clock of the machine:
 * once a minute, in the middle of a test, what had long been over there.
 */
const keepWhatIsOver = (client: MongoClient) =>
  client.db("admin").command({ setParameter: 1, ttlMonitorEnabled: false });

/** The replica set of `verify`, or one that a plain `bun test` starts at first need and that ends with it. */
async function sharedMongoUrl(): Promise<string> {
  if (process.env.TEST_MONGODB_URL) return process.env.TEST_MONGODB_URL;
  // By identity, not by pid alone: a later process with this pid must not find the file of a dead one.
  const run = Bun.hash(processIdentity(process.pid) ?? "").toString(36);
  const urlFile = join(tmpdir(), `medex-test-mongo-${run}.url`);
  if (!existsSync(urlFile)) startSharedMongo(urlFile);
  return waitFor(
    "the shared MongoDB of this test run",
    () => {
      const answer = existsSync(urlFile) ? readFileSync(urlFile, "utf8") : "";
      if (answer.startsWith("failed: ")) throw new Error(answer);
      return answer.startsWith("mongodb://") ? answer : null;
    },
    120_000,
  );
}

/**
 * Starts the keeper of the shared replica set twice removed from us: `bun test --isolate` ends the children of
 * each test file, but this one must serve them all.
 */
function startSharedMongo(urlFile: string): void {
  const keeper = [process.execPath, join(import.meta.dir, "shared-mongo.ts"), String(process.pid), urlFile];
  Bun.spawnSync(["/bin/sh", "-c", '"$@" </dev/null >/dev/null 2>&1 &', "start", ...keeper]);
}
