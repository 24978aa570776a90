import { afterEach, beforeEach, expect, test } from "bun:test";
import { rmSync } from "node:fs";
import { testDatabase } from "../../support/mongo.ts";
import { freePort, freshFolder, runProgram } from "../../support/process.ts";

let folder = "";

beforeEach(() => {
  folder = freshFolder("doctor");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function doctor(env: Record<string, string | undefined>): Promise<{ code: number; said: string }> {
  const port = String(await freePort());
  const given = { PORT: port, MEDEX_DATA_DIR: folder, MONGODB_URL: undefined, ...env };
  await using program = runProgram(["src/server/scripts/doctor.ts"], given);
  const code = await program.exited;
  return { code, said: program.output() };
}

test("on a well machine every line is ok", async () => {
  const { code, said } = await doctor({});
  expect(said).not.toContain("problem");
  expect(said).toMatch(/^ok {7}MongoDB: \d+\.\d+\.\d+ by .+: \//m);
  expect(said).toEndWith("Ready to start.\n");
  expect(code).toBe(0);
});

test("a replica set given by MONGODB_URL is asked, and its password is not shown", async () => {
  await using mongo = await testDatabase("doctor");
  const { code, said } = await doctor({ MONGODB_URL: mongo.url });
  expect(said).toContain("ok       MongoDB: replica set answers at mongodb://");
  expect(code).toBe(0);
});

test("each problem is a line with its way out, and the others are still answered", async () => {
  using taken = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  const { code, said } = await doctor({
    PORT: String(taken.port),
    MONGOD_BIN: "/no/such/mongod",
    PUBLIC_URL: "nonsense",
  });
  expect(said).toContain(`problem  Port: port ${taken.port} on 127.0.0.1 is already in use.`);
  expect(said).toContain("problem  MongoDB: MONGOD_BIN is /no/such/mongod");
  expect(said).toContain("problem  Settings: a setting is not usable.");
  expect(said).toContain("         - PUBLIC_URL: ");
  expect(said).toContain("ok       Data folder:");
  expect(said).toEndWith("3 problems to solve first.\n");
  expect(code).toBe(1);
});
