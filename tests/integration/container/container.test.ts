/*
 * No Docker engine is at hand here, so this runs what the image would: the same build command, the same start command
 * and environment, against a separate MongoDB started with the options of compose.yaml.
 */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Document, MongoClient } from "mongodb";
import packageJson from "../../../package.json" with { type: "json" };
import { findMongod, mongodSearch } from "../../../src/server/platform/mongo/mongod/binary.ts";
import { type KeptMongod, keepMongod } from "../../../src/server/platform/mongo/mongod/keeper.ts";
import { freePort, freshFolder, runProgram, startServer, type TestServer } from "../../support/process.ts";
import { waitFor } from "../../support/wait-for.ts";
import { readCompose, readDockerfile } from "./container-files.ts";

const compose = readCompose();
const image = readDockerfile();

describe("the files", () => {
  test("every image is pinned, and Bun is the version the project is tested with", () => {
    for (const base of image.bases) expect(base).toBe(`oven/bun:${packageJson.engines.bun}-slim`);
    expect(compose.services.mongo.image).toMatch(/^mongo:\d+\.\d+\.\d+$/);
    // Sharded channels came with Redis 7.
    expect(compose.services.redis.image).toMatch(/^redis:[7-9]\.\d+\.\d+$/);
  });

  test("the process is not root", () => {
    expect(image.user).toBe("bun");
  });

  test("data lies in named volumes, and the port is open to this machine only", () => {
    const { medex, mongo } = compose.services;
    const mounted = [...medex.volumes, ...mongo.volumes].map(volume => volume.split(":")[0] ?? "");
    expect(Object.keys(compose.volumes).sort()).toEqual(mounted.sort());
    for (const port of medex.ports) expect(port).toStartWith("127.0.0.1:");
  });

  test("MongoDB is a replica set that its health check initiates, and the product waits for it", () => {
    const { medex, mongo } = compose.services;
    const set = mongo.command[mongo.command.indexOf("--replSet") + 1] ?? "";
    const script = mongo.healthcheck.test.at(-1) ?? "";
    expect(new URL(medex.environment.MONGODB_URL ?? "").searchParams.get("replicaSet")).toBe(set);
    expect(script).toContain(`rs.initiate({_id: "${set}", members: [{_id: 0, host: "mongo:27017"}]})`);
    expect(script).toContain("isWritablePrimary ? 0 : 1");
    expect(medex.depends_on.mongo.condition).toBe("service_healthy");
  });
});

describe("the production bundle", () => {
  const folder = freshFolder("container");
  const release = join(folder, "release");
  let mongod: KeptMongod;
  let server: TestServer;
  let startProduct: () => Promise<TestServer>;

  beforeAll(async () => {
    const mongo = await separateMongo(join(folder, "mongo"));
    mongod = mongo.mongod;
    await using build = runProgram(["run", "build", release]);
    expect(await build.exited, build.output()).toBe(0);
    startProduct = () =>
      startServer({
        cwd: release,
        program: image.command[1] ?? "",
        mongodbUrl: mongo.url,
        env: { ...imageEnvironment(), MEDEX_DEMO: "off" },
      });
    server = await startProduct();
  }, 180_000);

  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    await mongod?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("is what the Dockerfile builds, without tests, tools or the client's sources", () => {
    expect(image.steps).toContain("RUN bun run build /release");
    expect(image.command[0]).toBe("bun");
    for (const absent of ["tests", "scripts", "src/client", "node_modules/vite", "node_modules/typescript"]) {
      expect(existsSync(join(release, absent))).toBe(false);
    }
  });

  test("is ready with the environment of compose.yaml, and serves the client", async () => {
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    const page = await fetch(server.url);
    expect(page.headers.get("content-type")).toContain("text/html");
    expect(await page.text()).toContain("<div id=");
  });

  test("its health check is 0 while it is ready and 1 when nothing answers", async () => {
    const check = async (port: number) => {
      await using program = runProgram(image.healthcheck.slice(1), { PORT: String(port) });
      return await program.exited;
    };
    expect(await check(server.port)).toBe(0);
    expect(await check(await freePort())).toBe(1);
  });

  test("ends by itself well within the grace period", async () => {
    await using another = await startProduct();
    const startedAt = performance.now();
    expect(await another.stop()).toBe(0);
    const graceMs = Number.parseInt(compose.services.medex.stop_grace_period, 10) * 1000;
    expect(performance.now() - startedAt).toBeLessThan(graceMs / 2);
  });
});

/** What the container sees, except for what only exists inside one: its address, its folders and the host `mongo`. */
function imageEnvironment(): Record<string, string> {
  const { PORT, HOST, MEDEX_DATA_DIR, MONGODB_URL, ...rest } = {
    ...image.env,
    ...compose.services.medex.environment,
  };
  expect([PORT, HOST, MEDEX_DATA_DIR, MONGODB_URL].every(Boolean)).toBe(true);
  return rest;
}

/** A MongoDB of its own, run with the options of compose.yaml and initiated as its health check does it. */
async function separateMongo(dataDir: string): Promise<{ mongod: KeptMongod; url: string }> {
  const { path } = await findMongod(mongodSearch(process.env), () => {});
  const host = `127.0.0.1:${await freePort()}`;
  await Bun.write(join(dataDir, ".keep"), "");
  const options = compose.services.mongo.command.slice(1).filter(option => option !== "--bind_ip_all");
  const place = [
    "--dbpath",
    dataDir,
    "--port",
    host.split(":")[1] ?? "",
    "--bind_ip",
    "127.0.0.1",
    "--nounixsocket",
  ];
  const mongod = await keepMongod({
    binary: path,
    args: [...options, ...place],
    outputFile: `${dataDir}.out`,
  });
  const ask = async (command: Document): Promise<Document> => {
    // A new client each time: one that has found no server at first stays closed.
    await using client = new MongoClient(`mongodb://${host}/?directConnection=true`);
    return await client.db("admin").command(command);
  };
  const set = options[options.indexOf("--replSet") + 1] ?? "";
  const wanted = { _id: set, members: [{ _id: 0, host }] };
  await waitFor("rs.initiate", async () => (await ask({ replSetInitiate: wanted })).ok === 1);
  await waitFor("a primary", async () => (await ask({ hello: 1 })).isWritablePrimary === true);
  const inCompose = compose.services.medex.environment.MONGODB_URL ?? "";
  return { mongod, url: inCompose.replace("mongo:27017", host) };
}
