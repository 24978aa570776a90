import { afterEach, beforeEach, expect, test } from "bun:test";
import { readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { connectMongo } from "../../../src/server/platform/mongo/connect.ts";
import { processIdentity } from "../../../src/server/platform/startup/running-process.ts";
import { freshFolder, type RunningProgram, runProgram } from "../../support/process.ts";
import { waitFor } from "../../support/wait-for.ts";

interface RunningMongo {
  program: RunningProgram;
  url: string;
  mongodPid: number;
}

let dataDir = "";
let programs: RunningProgram[] = [];

beforeEach(() => {
  dataDir = freshFolder("mongo");
  programs = [];
});

afterEach(async () => {
  await Promise.all(programs.map(program => program.stop()));
  rmSync(dataDir, { recursive: true, force: true });
});

function run(folder: string): RunningProgram {
  const program = runProgram(["tests/support/embedded-mongo.program.ts", folder], { MONGODB_URL: undefined });
  programs.push(program);
  return program;
}

async function ready(program: RunningProgram): Promise<RunningMongo> {
  const line = await waitFor("the embedded database or its refusal", () => {
    return program.exitCode() ?? /^ready (\S+) (\d+)$/m.exec(program.output());
  });
  if (typeof line === "number") {
    await program.exited;
    throw new Error(program.output());
  }
  return { program, url: line[1] ?? "", mongodPid: Number(line[2]) };
}

const isGone = (pid: number) => processIdentity(pid) === null;

async function insert(url: string, id: string): Promise<void> {
  await using mongo = await connectMongo({ url });
  await mongo.db.collection<{ _id: string }>("notes").insertOne({ _id: id });
}

async function ids(url: string): Promise<string[]> {
  await using mongo = await connectMongo({ url });
  const notes = await mongo.db.collection<{ _id: string }>("notes").find().sort({ _id: 1 }).toArray();
  return notes.map(note => note._id);
}

test("runs no code that somebody slips into a query", async () => {
  const { url } = await ready(run(dataDir));
  await insert(url, "kept");
  await using mongo = await connectMongo({ url });
  const notes = mongo.db.collection("notes");
  const slipped = { $function: { body: "function() { return true }", args: [], lang: "js" } };
  for (const filter of [{ $where: "true" }, { $expr: slipped }])
    await expect(notes.find(filter).toArray()).rejects.toThrow(/javascript|script/i);
});

test("data survives a restart, and SIGTERM takes mongod along", async () => {
  const first = await ready(run(dataDir));
  await insert(first.url, "kept");
  expect(await first.program.stop()).toBe(0);
  expect(isGone(first.mongodPid)).toBe(true);

  const second = await ready(run(dataDir));
  expect(await ids(second.url)).toEqual(["kept"]);
});

test("kill -9 takes mongod along, loses nothing, and the next start works at once", async () => {
  const first = await ready(run(dataDir));
  await insert(first.url, "acknowledged");
  await first.program.kill();

  const second = await ready(run(dataDir));
  expect(isGone(first.mongodPid)).toBe(true);
  expect(await ids(second.url)).toEqual(["acknowledged"]);
  await second.program.kill();
  await waitFor("mongod to end after kill -9", () => isGone(second.mongodPid));
});

test("a second start in the same folder says which process runs, and leaves that one alone", async () => {
  const first = await ready(run(dataDir));
  const second = run(dataDir);
  expect(await second.exited).toBe(1);
  expect(second.output()).toContain(`already running in this folder, as process ${first.program.pid}`);
  await insert(first.url, "still there");
  expect(await ids(first.url)).toEqual(["still there"]);
});

test("of two starts at the same moment in one folder exactly one runs", async () => {
  const both = [run(dataDir), run(dataDir)];
  const outcomes = await Promise.allSettled(both.map(ready));
  expect(outcomes.map(outcome => outcome.status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(both.map(program => program.output()).join()).toContain("already running in this folder");
});

test("two folders at once do not collide", async () => {
  const otherDir = freshFolder("mongo");
  try {
    const [one, other] = await Promise.all([ready(run(dataDir)), ready(run(otherDir))]);
    await Promise.all([insert(one.url, "one"), insert(other.url, "other")]);
    expect(await ids(one.url)).toEqual(["one"]);
    expect(await ids(other.url)).toEqual(["other"]);
    await other.program.stop();
  } finally {
    rmSync(otherDir, { recursive: true, force: true });
  }
});

test("when its port was taken meanwhile, the replica set moves to another one with its data", async () => {
  const first = await ready(run(dataDir));
  await insert(first.url, "moved along");
  await first.program.stop();

  const port = Number(readFileSync(join(dataDir, "mongo.port"), "utf8"));
  using _intruder = await listenOn(port);
  const second = await ready(run(dataDir));
  expect(new URL(second.url).port).not.toBe(String(port));
  expect(await ids(second.url)).toEqual(["moved along"]);
});

test("while its port belongs to another MedEx database, that one is not touched", async () => {
  const first = await ready(run(dataDir));
  await first.program.stop();
  const otherDir = freshFolder("mongo");
  try {
    const port = readFileSync(join(dataDir, "mongo.port"), "utf8");
    await Bun.write(join(otherDir, "mongo.port"), port);
    const other = await ready(run(otherDir));
    expect(new URL(other.url).port).toBe(port);
    await insert(other.url, "the other's");

    const again = await ready(run(dataDir));
    expect(again.url).not.toBe(other.url);
    expect(await ids(again.url)).toEqual([]);
    expect(await ids(other.url)).toEqual(["the other's"]);
    await other.program.stop();
  } finally {
    rmSync(otherDir, { recursive: true, force: true });
  }
});

async function listenOn(port: number): Promise<Disposable> {
  const server = createServer(socket => socket.destroy());
  await new Promise<void>(resolve => server.listen(port, "127.0.0.1", resolve));
  return { [Symbol.dispose]: () => void server.close() };
}
