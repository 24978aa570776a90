import { describe, expect, test } from "bun:test";
import { Environment, parseConfig } from "../../../src/server/config.ts";
import { StartupProblem } from "../../../src/server/platform/startup/startup-problem.ts";

const CUSTODY_KEYS = `k1:${Buffer.alloc(32, "c").toString("base64")}`;
const SECRETS = `new:${"n".repeat(32)},old:${"o".repeat(32)}`;

/** What the operator is told, one line a setting; empty when the configuration is usable. */
function complaints(env: Record<string, string>): string[] {
  try {
    parseConfig("/srv/medex", env);
    return [];
  } catch (error) {
    if (!(error instanceof StartupProblem)) throw error;
    return error.wayOut;
  }
}

describe("without any variable", () => {
  test("the server runs the live demo on this machine only", () => {
    expect(parseConfig("/srv/medex", {})).toMatchObject({
      isProduction: false,
      host: "127.0.0.1",
      port: 3000,
      dataDir: "/srv/medex/.medex",
      demo: "live",
      publicUrl: "http://127.0.0.1:3000",
      corsOrigins: [],
      trustProxy: false,
    });
  });

  test("production has no demo world and asks for secrets", () => {
    const production = { NODE_ENV: "production", TOKEN_SECRETS: SECRETS, CUSTODY_KEYS };
    expect(parseConfig("/srv/medex", production)).toMatchObject({ isProduction: true, demo: "off" });
    expect(complaints({ NODE_ENV: "production" })).toEqual([
      expect.stringMatching(/^TOKEN_SECRETS: /),
      expect.stringMatching(/^CUSTODY_KEYS: /),
    ]);
  });
});

describe("the map of another city", () => {
  test("lies where the variable says, as seen from the project, and has no demo world by itself", () => {
    const { mapDir, demo } = parseConfig("/srv/medex", { MEDEX_MAP_DIR: "maps/turku" });
    expect([mapDir, demo]).toEqual(["/srv/medex/maps/turku", "off"]);
    expect(parseConfig("/srv/medex", {}).mapDir).toBeUndefined();
  });

  test("may be a larger map of the demo's city, for who asks for the demo", () => {
    expect(parseConfig("/srv/medex", { MEDEX_MAP_DIR: "maps/helsinki", MEDEX_DEMO: "live" }).demo).toBe(
      "live",
    );
  });
});

describe("a variable", () => {
  test("that is empty counts as left out", () => {
    const empty = Object.fromEntries(Object.keys(Environment.shape).map(name => [name, ""]));
    expect(parseConfig("/srv/medex", empty)).toEqual(parseConfig("/srv/medex", {}));
  });

  const WRONG: Record<string, string> = {
    NODE_ENV: "staging",
    PORT: "70000",
    MEDEX_DEMO: "yes",
    MONGODB_URL: "http://localhost",
    PUBLIC_URL: "medex.example",
    CORS_ORIGINS: "https://a.example,nonsense",
    TRUST_PROXY: "1",
    TOKEN_SECRETS: "k1:short",
    CUSTODY_KEYS: "k1:dG9vIHNob3J0",
    METRICS_TOKEN: "short",
    SECURITY_CONTACT: "security@example.org",
    SMTP_URL: "http://localhost",
    MAIL_FROM: "nobody",
    REDIS_URL: "http://localhost",
    MAPS_PROVIDER: "here",
    MAPS_LIMITS: "routes-per-second=0",
    RATE_LIMITS: "read=5",
    REQUIRE_ADMIN_TOTP: "yes",
    LOG_LEVEL: "loud",
  };
  for (const [name, value] of Object.entries(WRONG)) {
    test(`${name}=${value} is refused by its name`, () => {
      expect(complaints({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name}\\b.*: `))]);
    });
  }

  const UNSUPPORTED: Record<string, string> = {
    STORAGE: "s3",
    S3_ENDPOINT: "http://localhost",
    S3_BUCKET: "proofs",
    S3_REGION: "eu-north-1",
    S3_ACCESS_KEY_ID: "id",
    S3_SECRET_ACCESS_KEY: "secret",
    CDN_URL: "https://cdn.example",
    CLAMD_URL: "tcp://localhost:3310",
    SENTRY_DSN: "https://key@sentry.example/1",
  };
  for (const [name, value] of Object.entries(UNSUPPORTED)) {
    test(`${name} is refused: this version would only seem to obey it`, () => {
      expect(complaints({ [name]: value })).toEqual([
        expect.stringMatching(new RegExp(`^${name}: .*this version`)),
      ]);
    });
  }
});

test("a mail server needs a sender", () => {
  expect(complaints({ SMTP_URL: "smtp://localhost:25" })).toEqual([expect.stringMatching(/^MAIL_FROM: /)]);
  const { smtp } = parseConfig("/srv/medex", {
    SMTP_URL: "smtps://medex:secret@mail.example:465",
    MAIL_FROM: "MedEx <no-reply@medex.example>",
  });
  expect(smtp).toEqual({
    url: "smtps://medex:secret@mail.example:465",
    from: "MedEx <no-reply@medex.example>",
  });
});

test("every problem is named at once", () => {
  const said = complaints({
    NODE_ENV: "production",
    PORT: "abc",
    REDIS_URL: "http://localhost",
    STORAGE: "s3",
  });
  expect(said.map(line => line.split(":")[0]).toSorted()).toEqual([
    "CUSTODY_KEYS",
    "PORT",
    "REDIS_URL",
    "STORAGE",
    "TOKEN_SECRETS",
  ]);
});

test("origins are cut to scheme, host and port", () => {
  const config = parseConfig("/srv/medex", {
    PUBLIC_URL: "https://medex.example/some/path",
    CORS_ORIGINS: " https://a.example/x , http://b.example:8080,",
  });
  expect(config.publicUrl).toBe("https://medex.example");
  expect(config.corsOrigins).toEqual(["https://a.example", "http://b.example:8080"]);
});
