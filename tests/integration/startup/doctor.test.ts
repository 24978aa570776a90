import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { rmSync } from "node:fs";
import { startGoogleServer } from "../../support/google-server.ts";
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

describe("the map service", () => {
  const google = { MAPS_PROVIDER: "google", GOOGLE_MAPS_LOCALE: "fi-FI" };

  test("is asked one question of each kind", async () => {
    await using server = startGoogleServer();
    const key = { GOOGLE_MAPS_API_KEY: server.key, GOOGLE_MAPS_BASE_URL: server.url };
    const { code, said } = await doctor({ ...google, ...key });
    expect(said).toContain("ok       Map service: Google's Geocoding API and Routes API answer");
    expect(said).not.toContain(server.key);
    expect(server.requests.map(({ api }) => api)).toEqual(["geocode", "route"]);
    expect(code).toBe(0);
  });

  test("that draws the map too is asked for a session of that, and for no image", async () => {
    await using server = startGoogleServer();
    const env = {
      GOOGLE_MAPS_API_KEY: server.key,
      GOOGLE_MAPS_BASE_URL: server.url,
      GOOGLE_MAPS_TILES: "true",
    };
    const { code, said } = await doctor({ ...google, ...env });
    expect(said).toContain(
      "ok       Map service: Google's Geocoding API, Routes API and Map Tiles API answer",
    );
    expect(server.requests.map(({ api }) => api)).toEqual(["geocode", "route", "session", "viewport"]);
    expect(code).toBe(0);

    server.always("session", 403);
    const refused = await doctor({ ...google, ...env });
    expect(refused.said).toContain("problem  Map service: Google's Map Tiles API gives no answer (denied).");
    expect(refused.said).not.toContain(server.key);
    expect(refused.code).toBe(1);
  });

  test("that refuses the key is a problem with a way out, and the key is not shown", async () => {
    await using server = startGoogleServer();
    const wrong = { GOOGLE_MAPS_API_KEY: "another-key-of-tests", GOOGLE_MAPS_BASE_URL: server.url };
    const { code, said } = await doctor({ ...google, ...wrong });
    expect(said).toContain("problem  Map service: Google's Geocoding API gives no answer (denied).");
    expect(said).toContain("         - allow the key to use this API");
    expect(said).not.toContain("another-key-of-tests");
    expect(code).toBe(1);
  });

  test("of one's own that is not there is a problem", async () => {
    const port = await freePort();
    const { code, said } = await doctor({ MAPS_PROVIDER: "osrm", OSRM_URL: `http://127.0.0.1:${port}` });
    expect(said).toContain("problem  Map service: OSRM gives no answer (unreachable).");
    expect(code).toBe(1);
  });
});
