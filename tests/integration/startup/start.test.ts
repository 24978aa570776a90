import { afterEach, beforeEach, expect, test } from "bun:test";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { processIdentity } from "../../../src/server/platform/startup/running-process.ts";
import { freePort, freshFolder, runProgram, startServer, type TestServer } from "../../support/process.ts";
import { waitFor } from "../../support/wait-for.ts";

let dataDir = "";

beforeEach(() => {
  dataDir = freshFolder("start");
});

afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const start = (folder: string): Promise<TestServer> =>
  startServer({ program: "scripts/start.ts", dataDir: folder, readyTimeoutMs: 60_000 });

/** The database that runs under a server, by the pid in its own lock. */
function mongodOf(server: TestServer): number {
  return Number(readFileSync(join(server.dataDir, "mongo/mongod.lock"), "utf8"));
}

test("start serves the client, and SIGTERM ends it together with its database", async () => {
  await using server = await start(dataDir);
  expect((await fetch(server.url)).headers.get("content-type")).toContain("text/html");
  const mongod = mongodOf(server);
  expect(processIdentity(mongod)).not.toBeNull();
  expect(await server.stop()).toBe(0);
  expect(processIdentity(mongod)).toBeNull();
}, 120_000);

test("after kill -9 nothing is left running, and the next start is ready", async () => {
  const first = await start(dataDir);
  const mongod = mongodOf(first);
  await first.kill();
  await using second = await start(dataDir);
  expect((await fetch(`${second.url}/readyz`)).status).toBe(200);
  await waitFor("the first database to end", () => processIdentity(mongod) === null);
}, 120_000);

test("a second start in the same folder is told which process runs", async () => {
  await using first = await start(dataDir);
  await using second = runProgram(["scripts/start.ts"], {
    PORT: String(await freePort()),
    MEDEX_DATA_DIR: dataDir,
    MONGODB_URL: undefined,
  });
  expect(await second.exited).toBe(1);
  expect(second.output()).toContain(`already running in this folder, as process ${first.pid}`);
  expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
}, 120_000);

test("two starts with their own folders run side by side", async () => {
  const otherDir = freshFolder("start");
  try {
    await using one = await start(dataDir);
    await using other = await start(otherDir);
    const ready = await Promise.all([one, other].map(server => fetch(`${server.url}/readyz`)));
    expect(ready.map(answer => answer.status)).toEqual([200, 200]);
  } finally {
    rmSync(otherDir, { recursive: true, force: true });
  }
}, 120_000);

test("SIGTERM while the demo world is being made ends everything without a complaint", async () => {
  await using server = runProgram(["src/server/main.ts"], {
    PORT: String(await freePort()),
    MEDEX_DATA_DIR: dataDir,
    MEDEX_DEMO: "seed",
    MONGODB_URL: undefined,
  });
  await server.untilPrinted("Making the demo world");
  expect(await server.stop()).toBe(0);
  expect(server.output()).not.toMatch(/listens on|cannot run|Error|^ +at /m);
}, 120_000);
