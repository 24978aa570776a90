import { expect, test } from "bun:test";
import { rmSync } from "node:fs";
import { testDatabase } from "../../support/mongo.ts";
import { freePort, freshFolder, runProgram, startServer } from "../../support/process.ts";

const WARNING = "Other processes use this database, and REDIS_URL is not set";

async function doctor(env: Record<string, string | undefined>): Promise<string> {
  const folder = freshFolder("neighbours");
  const own = { PORT: String(await freePort()), MEDEX_DATA_DIR: folder };
  await using program = runProgram(["src/server/scripts/doctor.ts"], { ...own, ...env });
  await program.exited;
  rmSync(folder, { recursive: true, force: true });
  return program.output();
}

test("a second process at a database says that it needs Redis, and so does the doctor; the first, and one that has it, do not", async () => {
  // The test itself is at this one, as a process of ours would be.
  await using elsewhere = await testDatabase("neighbours");
  const name = `${elsewhere.db.databaseName}_alone`;
  const mongodbUrl = elsewhere.url.replace(elsewhere.db.databaseName, name);
  await using stack = new AsyncDisposableStack();
  stack.defer(async () => void (await elsewhere.client.db(name).dropDatabase()));

  await using first = await startServer({ mongodbUrl });
  expect(await doctor({ MONGODB_URL: mongodbUrl })).toContain("ok       MongoDB: replica set answers");
  await using second = await startServer({ mongodbUrl });
  await second.untilPrinted(WARNING);
  // Redis need not be there for it: that it is set is what matters.
  const redisUrl = `redis://127.0.0.1:${await freePort()}`;
  await using third = await startServer({ mongodbUrl, env: { REDIS_URL: redisUrl } });
  for (const quiet of [first, third]) expect(quiet.output()).not.toContain(WARNING);

  const said = await doctor({ MONGODB_URL: mongodbUrl });
  expect(said).toContain("problem  MongoDB: 3 processes use mongodb://");
  expect(await doctor({ MONGODB_URL: mongodbUrl, REDIS_URL: redisUrl })).toContain("ok       MongoDB:");
}, 120_000);
