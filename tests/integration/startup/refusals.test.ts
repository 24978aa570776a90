import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { dirname } from "node:path";
import { connectMongo } from "../../../src/server/platform/mongo/connect.ts";
import { findMongod, mongodSearch } from "../../../src/server/platform/mongo/mongod/binary.ts";
import { keepMongod } from "../../../src/server/platform/mongo/mongod/keeper.ts";
import { StartupProblem } from "../../../src/server/platform/startup/startup-problem.ts";
import { freePort, freshFolder, runProgram } from "../../support/process.ts";

let folder = "";

beforeEach(() => {
  folder = freshFolder("refusal");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a standalone mongod, or one that waits for rs.initiate(), until disposed. */
async function plainMongod(extraArguments: string[]): Promise<AsyncDisposable & { host: string }> {
  const { path } = await findMongod(mongodSearch(process.env), () => {});
  const port = await freePort();
  const mongod = await keepMongod({
    binary: path,
    args: [
      "--dbpath",
      folder,
      "--port",
      String(port),
      "--bind_ip",
      "127.0.0.1",
      "--nounixsocket",
      ...extraArguments,
    ],
    outputFile: `${folder}/mongod.out`,
  });
  return { host: `127.0.0.1:${port}`, [Symbol.asyncDispose]: () => mongod.stop() };
}

async function refusal(url: string): Promise<StartupProblem> {
  const outcome = await connectMongo({ url, serverSelectionTimeoutMs: 500 }).catch(error => error);
  expect(outcome).toBeInstanceOf(StartupProblem);
  return outcome;
}

test("a standalone server is refused with the command that makes it a replica set", async () => {
  await using mongod = await plainMongod([]);
  const problem = await refusal(`mongodb://${mongod.host}/medex`);
  expect(problem.problem).toContain("standalone");
  expect(problem.wayOut.join("\n")).toContain("--replSet rs0");
  expect(problem.wayOut.join("\n")).toContain(
    `rs.initiate({_id: "rs0", members: [{_id: 0, host: "${mongod.host}"}]})`,
  );
});

test("a standalone server is recognised even when the connection string names a replica set", async () => {
  await using mongod = await plainMongod([]);
  const problem = await refusal(`mongodb://${mongod.host},${mongod.host}/medex?replicaSet=rs0&w=1`);
  expect(problem.problem).toContain("standalone");
});

test("a replica set that was never initiated is named as such", async () => {
  await using mongod = await plainMongod(["--replSet", "rs0"]);
  const problem = await refusal(`mongodb://${mongod.host}/medex?replicaSet=rs0`);
  expect(problem.problem).toContain("never initiated");
});

test("a server that is not there is named without the password", async () => {
  const problem = await refusal(`mongodb://medex:secret@127.0.0.1:${await freePort()}/medex`);
  expect(problem.problem).toContain("could not be reached");
  expect(JSON.stringify([problem.problem, problem.meaning, problem.wayOut])).not.toContain("secret");
});

test("a used port stops the start before anything is made", async () => {
  const intruder = createServer();
  const port = await new Promise<number>(resolve => {
    intruder.listen(0, "127.0.0.1", () => {
      const address = intruder.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });
  try {
    await using start = runProgram(["scripts/start.ts"], {
      PORT: String(port),
      MEDEX_DATA_DIR: `${folder}/data`,
    });
    expect(await start.exited).toBe(1);
    expect(start.output()).toContain(`port ${port} on 127.0.0.1 is already in use`);
    expect(start.output()).toMatch(/PORT=\d+ bun start/);
    expect(start.output()).not.toContain("    at ");
    expect(existsSync(`${folder}/data/mongo`)).toBe(false);
  } finally {
    intruder.close();
  }
});

test("without any MongoDB the start names the three ways out and starts nothing", async () => {
  await using start = runProgram(["scripts/start.ts"], {
    PORT: String(await freePort()),
    MEDEX_DATA_DIR: `${folder}/data`,
    // No mongod, pip or python on PATH, an empty cache, and a network that leads nowhere.
    PATH: dirname(process.execPath),
    XDG_CACHE_HOME: `${folder}/cache`,
    HTTPS_PROXY: "http://127.0.0.1:9",
    https_proxy: "http://127.0.0.1:9",
    MONGODB_URL: undefined,
    MONGOD_BIN: undefined,
  });
  expect(await start.exited).toBe(1);
  for (const way of ["MONGODB_URL=", "MONGOD_BIN=", "network access"]) expect(start.output()).toContain(way);
  expect(start.output().match(/cannot run/g)).toHaveLength(1);
  expect(readdirSync(`${folder}/data`)).toEqual([]);
});

test("a MONGOD_BIN that is no mongod is refused instead of replaced by another", async () => {
  const search = { ...mongodSearch(process.env), mongodBin: process.execPath };
  const outcome = await findMongod(search, () => {}).catch(error => error);
  expect(outcome).toBeInstanceOf(StartupProblem);
  expect(outcome.problem).toContain("MONGOD_BIN");
});
