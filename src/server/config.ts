import { resolve } from "node:path";
import { z } from "zod";
import type { Retention } from "./features/privacy/index.ts";
import { type Caps, CapsSetting, DEFAULT_CAPS } from "./platform/limits/caps.ts";
import { DEFAULT_RULES, RateLimits } from "./platform/limits/rules.ts";
import {
  MAPS_VARIABLES,
  type MapsSettings,
  mapsContradictions,
  toMapsSettings,
} from "./platform/maps/maps-settings.ts";
import { isRedisUrl } from "./platform/redis/redis-url.ts";
import { CustodyKeys } from "./platform/signing/custody-keys.ts";
import { StartupProblem } from "./platform/startup/startup-problem.ts";
import { DEFAULTS } from "./platform/startup/surroundings.ts";
import { TokenSecrets } from "./platform/tokens/token-secrets.ts";

const url = z.url({ protocol: /^https?$/, error: "must be an address that begins with http:// or https://" });

const origins = z
  .string()
  .transform(text =>
    text
      .split(",")
      .map(origin => origin.trim())
      .filter(Boolean),
  )
  .pipe(z.array(url.transform(text => new URL(text).origin)));

/** A week is left to look into what went wrong; ten years is longer than any law asks for. */
const days = z.coerce.number().int().min(7).max(3_650);

const onOff = z.enum(["true", "false"]).transform(text => text === "true");

/**
 * Every variable that the server reads. `.describe()` becomes its line in `.env.example`; a variable without a
 * default may be left out.
 */
export const Environment = z.object({
  NODE_ENV: z
    .enum(["development", "production", "test"])
    .default("development")
    .describe("`production` needs TOKEN_SECRETS and CUSTODY_KEYS, and starts without the demo world"),
  PORT: z.coerce
    .number()
    .int()
    .min(1)
    .max(65_535)
    .default(DEFAULTS.port)
    .describe("Where the server listens"),
  HOST: z.string().min(1).default(DEFAULTS.host).describe("Address to listen on; 0.0.0.0 for all of them"),
  MEDEX_DATA_DIR: z
    .string()
    .min(1)
    .default(DEFAULTS.dataDir)
    .describe("Embedded database, uploads, map index and generated development secrets"),
  MEDEX_MAP_DIR: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Folder with the map of your city: what `bun run map build` made, or an OpenStreetMap extract (.osm.pbf) alone; without it the demo city",
    ),
  MEDEX_DEMO: z
    .enum(["off", "seed", "live"])
    .optional()
    .describe(
      "Demo world: `off`, `seed` (nobody moves) or `live`; live in development, off in production and with MEDEX_MAP_DIR, since it is at home in the demo city",
    ),
  MONGODB_URL: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, "must begin with mongodb:// or mongodb+srv://")
    .optional()
    .describe("A replica set; without it an embedded MongoDB is started"),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\/[^/\s]+/, { error: "must begin with redis:// or rediss://", abort: true })
    .refine(isRedisUrl, "must name a host, or some nodes of a cluster separated by commas")
    .optional()
    .describe(
      "Needed by more than one process: a Redis 7 that all of them share, as redis://:password@host:6379, or some nodes of a cluster separated by commas: with it rate limits hold for all of them together, and live positions, presence and the end of a session reach all at once; without it, and while it is away, each is by itself",
    ),
  // Read by `mongodSearch`, which a first start asks before this schema can be loaded.
  MONGOD_BIN: z
    .string()
    .optional()
    .describe("The mongod to embed; without it one is found on PATH or downloaded once"),
  PUBLIC_URL: url
    .optional()
    .describe(
      "Where people reach the product: for links and cookies, and because pages opened under another name may not call the API; http://HOST:PORT without it",
    ),
  CORS_ORIGINS: origins
    .optional()
    .describe(
      "Other origins whose pages may call the API, separated by commas; localhost and addresses of this server always may",
    ),
  TRUST_PROXY: onOff
    .default(false)
    .describe(
      "`true` behind one reverse proxy: the caller's address is the last one of X-Forwarded-For, and http in X-Forwarded-Proto is led to https",
    ),
  TOKEN_SECRETS: TokenSecrets.optional().describe(
    "`kid:secret` pairs, newest first, separated by commas, secrets of 32 characters or more; generated in development",
  ),
  CUSTODY_KEYS: CustodyKeys.optional().describe(
    "`kid:key` pairs that sign closed chains of custody, newest first, separated by commas: 32 random bytes or PKCS #8 of Ed25519, in base64; generated in development",
  ),
  METRICS_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe("Bearer token for /metrics, which answers to nobody without it in production"),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/[^/\s]+/, "must begin with smtp:// or smtps://")
    .optional()
    .describe(
      "Mail server, as smtps://user:password@host:465; without it letters are printed to the terminal in development and not sent in production",
    ),
  MAIL_FROM: z
    .string()
    .regex(
      /^([^<>\r\n]*<)?[^\s<>@]+@[^\s<>@]+>?$/,
      "must be an e-mail address, as MedEx <no-reply@example.org>",
    )
    .optional()
    .describe("Sender of letters, as MedEx <no-reply@example.org>; required with SMTP_URL"),
  RATE_LIMITS: RateLimits.optional().describe(
    "Limits that differ from the defaults of docs/limits.md, as read-account=2400/1m,tries=5/15m; `off` counts no calls, but tries at passwords all the same",
  ),
  CAPS: CapsSetting.optional().describe(
    "Sizes and numbers that differ from the defaults of docs/limits.md, as sockets=5000,batch-calls=10",
  ),
  ...MAPS_VARIABLES,
  REQUIRE_ADMIN_TOTP: onOff
    .default(false)
    .describe("`true`: administrators set up a second factor before they can do anything else"),
  TRACKING_LINK_HOURS: z.coerce
    .number()
    .int()
    .min(1)
    .max(24 * 90)
    .default(72)
    .describe("How long a tracking link leads somewhere after its order was delivered or cancelled"),
  SECURITY_CONTACT: z
    .string()
    .regex(/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/, "must begin with mailto: or https://")
    .optional()
    .describe(
      "Whom to tell about a weakness, as mailto:security@example.org; published at /.well-known/security.txt",
    ),
  LOCATION_RETENTION_DAYS: days
    .default(30)
    .describe("How long positions of drivers are kept, and when they were on duty"),
  ORDER_RETENTION_DAYS: days
    .default(90)
    .describe(
      "How long names, addresses, items, notes and proofs of an order are kept after its close; its chain of custody stays valid without them",
    ),
  AUDIT_RETENTION_DAYS: days
    .default(730)
    .describe("How long the audit log is kept: sign-ins, changes, and who read whose data"),
  LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"])
    .default("info")
    .describe("What is logged, as JSON lines"),
});

/** Variables of the public contract whose part is not built yet: setting them must not look as if it worked. */
const NOT_YET = [
  "S3_ENDPOINT",
  "S3_BUCKET",
  "S3_REGION",
  "S3_ACCESS_KEY_ID",
  "S3_SECRET_ACCESS_KEY",
  "CDN_URL",
  "CLAMD_URL",
  "SENTRY_DSN",
];

/** Variables of the public contract of which only this value is built yet. */
const ONLY_YET = { STORAGE: "local" };

export type Config = {
  isProduction: boolean;
  host: string;
  port: number;
  root: string;
  dataDir: string;
  /** Undefined: the demo city. */
  mapDir: string | undefined;
  demo: "off" | "seed" | "live";
  mongodbUrl: string | undefined;
  redisUrl: string | undefined;
  publicUrl: string;
  corsOrigins: string[];
  trustProxy: boolean;
  /** Undefined in development: generated and kept in the data folder. */
  tokenSecrets: z.infer<typeof TokenSecrets> | undefined;
  /** Undefined in development: generated and kept in the data folder. */
  custodyKeys: z.infer<typeof CustodyKeys> | undefined;
  metricsToken: string | undefined;
  /** Undefined: no mail server. */
  smtp: { url: string; from: string } | undefined;
  rateLimits: z.infer<typeof RateLimits>;
  caps: Caps;
  maps: MapsSettings;
  requireAdminTotp: boolean;
  securityContact: string | undefined;
  retention: Retention;
  logLevel: z.infer<typeof Environment>["LOG_LEVEL"];
};

/** The only reader of the environment. Lists every problem at once. Throws StartupProblem. */
export function parseConfig(root: string, env: Readonly<Record<string, string | undefined>>): Config {
  // An empty variable is one that was left out: that is how compose files and shells pass them.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = Environment.safeParse(given);
  const problems = [...(parsed.success ? [] : issues(parsed.error)), ...contradictions(given)];
  if (!parsed.success || problems.length) throw misconfigured(problems);
  const values = parsed.data;
  const isProduction = values.NODE_ENV === "production";
  return {
    isProduction,
    host: values.HOST,
    port: values.PORT,
    root,
    dataDir: resolve(root, values.MEDEX_DATA_DIR),
    mapDir: values.MEDEX_MAP_DIR && resolve(root, values.MEDEX_MAP_DIR),
    demo: values.MEDEX_DEMO ?? (isProduction || values.MEDEX_MAP_DIR ? "off" : "live"),
    mongodbUrl: values.MONGODB_URL,
    redisUrl: values.REDIS_URL,
    publicUrl: new URL(values.PUBLIC_URL ?? `http://${reachable(values.HOST)}:${values.PORT}`).origin,
    corsOrigins: values.CORS_ORIGINS ?? [],
    trustProxy: values.TRUST_PROXY,
    tokenSecrets: values.TOKEN_SECRETS,
    custodyKeys: values.CUSTODY_KEYS,
    metricsToken: values.METRICS_TOKEN,
    smtp: values.SMTP_URL && values.MAIL_FROM ? { url: values.SMTP_URL, from: values.MAIL_FROM } : undefined,
    rateLimits: values.RATE_LIMITS ?? { countsCalls: true, rules: DEFAULT_RULES },
    caps: values.CAPS ?? DEFAULT_CAPS,
    maps: toMapsSettings(values),
    requireAdminTotp: values.REQUIRE_ADMIN_TOTP,
    securityContact: values.SECURITY_CONTACT,
    retention: {
      trackingLinkHours: values.TRACKING_LINK_HOURS,
      locationDays: values.LOCATION_RETENTION_DAYS,
      orderDays: values.ORDER_RETENTION_DAYS,
      auditDays: values.AUDIT_RETENTION_DAYS,
    },
    logLevel: values.LOG_LEVEL,
  };
}

/** What no schema of a single variable can tell. */
function contradictions(env: Readonly<Record<string, string | undefined>>): string[] {
  const problems = NOT_YET.filter(name => env[name]).map(
    name => `${name}: is not supported by this version yet`,
  );
  for (const [name, only] of Object.entries(ONLY_YET)) {
    if (env[name] && env[name] !== only) problems.push(`${name}: this version knows only \`${only}\``);
  }
  if (env.NODE_ENV === "production" && !env.TOKEN_SECRETS) {
    problems.push("TOKEN_SECRETS: is required in production, for example  k1:$(openssl rand -hex 32)");
  }
  if (env.SMTP_URL?.startsWith("smtp") && !env.MAIL_FROM) {
    problems.push("MAIL_FROM: is required with SMTP_URL, for example  MedEx <no-reply@example.org>");
  }
  if (env.NODE_ENV === "production" && !env.CUSTODY_KEYS) {
    problems.push("CUSTODY_KEYS: is required in production, for example  k1:$(openssl rand -base64 32)");
  }
  return [...problems, ...mapsContradictions(env)];
}

const issues = (error: z.ZodError): string[] =>
  error.issues.map(({ path, message }) => `${z.core.toDotPath(path)}: ${message}`);

const misconfigured = (problems: string[]) =>
  new StartupProblem({
    problem: `${problems.length === 1 ? "a setting is" : `${problems.length} settings are`} not usable.`,
    meaning: "Nothing was started. All settings are explained in .env.example.",
    wayOut: problems,
  });

/** An address that a browser on this machine can open. */
const reachable = (host: string): string => (host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host);
