import { join } from "node:path";
import type { Db } from "mongodb";
import packageJson from "../../package.json" with { type: "json" };
import type { Config } from "./config.ts";
import { createGeocodesRepo, createMapBudgetRepo } from "./features/maps/index.ts";
import { createEventStreams } from "./http/live/event-streams.ts";
import { createSessionJudge } from "./http/live/session-judge.ts";
import { createCensus } from "./http/live/ws-census.ts";
import { createOriginPolicy } from "./http/requests/origins.ts";
import { createMemoryCache } from "./platform/cache/memory.cache.ts";
import { systemClock } from "./platform/clock/system.clock.ts";
import { randomIds } from "./platform/ids/random.ids.ts";
import { createCallLimits } from "./platform/limits/call-limits.ts";
import { createMemoryLimiter } from "./platform/limits/memory.limiter.ts";
import { createMemoryLiveBus } from "./platform/live-bus/memory.live-bus.ts";
import { createLogger } from "./platform/logger/logger.ts";
import type { Mail } from "./platform/mail/mail.port.ts";
import { createPrintedMail } from "./platform/mail/printed.mail.ts";
import { createSmtpMail } from "./platform/mail/smtp.mail.ts";
import { chooseMaps } from "./platform/maps/choose-maps.ts";
import { openEmbeddedMaps } from "./platform/maps/embedded/index.ts";
import { openMap } from "./platform/maps/folder/index.ts";
import { createMetrics } from "./platform/metrics/metrics.ts";
import { connectMongo } from "./platform/mongo/connect.ts";
import { mongodSearch } from "./platform/mongo/mongod/binary.ts";
import { ensureMongod } from "./platform/mongo/mongod/ensure.ts";
import { createArgon2Passwords } from "./platform/passwords/argon2.passwords.ts";
import { createMemoryPresence } from "./platform/presence/memory.presence.ts";
import { createSessionEnds } from "./platform/session-ends/memory.session-ends.ts";
import { developmentKeys } from "./platform/signing/development-keys.ts";
import { createEd25519Signer } from "./platform/signing/ed25519.signer.ts";
import { DEMO_CITY } from "./platform/startup/map-dir.ts";
import { StartupProblem } from "./platform/startup/startup-problem.ts";
import { createLocalStorage } from "./platform/storage/local.storage.ts";
import { systemTimers } from "./platform/timers/system.timers.ts";
import { developmentSecrets } from "./platform/tokens/development-secrets.ts";
import type { Platform } from "./platform-parts.ts";
import { createServices } from "./services.ts";
import { type Sharing, shareByRedis } from "./sharing.ts";
import { createSubscriptions } from "./trpc/subscriptions.ts";

export type Deps = Awaited<ReturnType<typeof createDeps>>;

/** The key size of HMAC with SHA-256 (RFC 7518, section 3.2), and the seed of Ed25519 (RFC 8032, section 5.1.5). */
const SECRET_BYTES = 32;

/**
 * The composition root: opens everything that the process needs, in order, and closes it in the opposite order when
 * disposed. Throws StartupProblem, with nothing left open.
 */
export async function createDeps(config: Config, env: Readonly<Record<string, string | undefined>>) {
  await using stack = new AsyncDisposableStack();
  const logger = createLogger(config.logLevel);
  const report = (line: string) => logger.info(line);

  const mongod = stack.use(
    await ensureMongod({
      mongodbUrl: config.mongodbUrl,
      dataDir: config.dataDir,
      search: mongodSearch(env),
      report,
    }),
  );
  const [mongo, { embedded, tiles }] = await Promise.all([
    connectMongo({ url: mongod.url }),
    openCity(config, report),
  ]);
  stack.use(mongo);
  stack.use(embedded);

  const metrics = createMetrics();
  const { maps, rasterTiles, budget } = stack.use(
    chooseMaps({
      settings: config.maps,
      embedded,
      geocodes: createGeocodesRepo(mongo.db),
      book: createMapBudgetRepo(mongo.db),
      clock: systemClock,
      timers: systemTimers,
      random: Math.random,
      logger,
      meter: metrics.maps,
    }),
  );
  if (budget)
    metrics.watchEach(
      "medex_map_budget_used",
      "Part of today's budget of map calls that is spent, by all processes",
      "kind",
      budget.used,
    );
  const here = {
    limiter: createMemoryLimiter(systemClock),
    liveBus: createMemoryLiveBus(),
    sessionEnds: createSessionEnds(),
  };
  const shared = config.redisUrl
    ? stack.use(await shareByRedis(config.redisUrl, here, { logger, metrics }))
    : null;
  const { limiter, ...sharing }: Sharing = shared?.sharing ?? {
    ...here,
    presence: stack.use(createMemoryPresence({ clock: systemClock, timers: systemTimers })),
    cache: createMemoryCache(systemClock),
    isLiveDegraded: () => false,
    isMute: () => false,
  };
  const limits = {
    limiter,
    rules: config.rateLimits.rules,
    onRefused: metrics.rateLimited,
  };
  const platform: Platform = {
    client: mongo.client,
    db: mongo.db,
    clock: systemClock,
    timers: systemTimers,
    ids: randomIds,
    logger,
    maps,
    passwords: createArgon2Passwords(),
    tokenSecrets:
      config.tokenSecrets ?? developmentSecrets(config.dataDir, () => randomIds.token(SECRET_BYTES)),
    custodySigner: createEd25519Signer(
      config.custodyKeys ?? developmentKeys(config.dataDir, () => randomIds.token(SECRET_BYTES)),
    ),
    storage: createLocalStorage(join(config.dataDir, "files")),
    ...sharing,
    mail: mailOf(config),
    limits,
    publicUrl: config.publicUrl,
    requireAdminTotp: config.requireAdminTotp,
    retention: config.retention,
  };
  const { services, log, retention, lettersWaiting, mapBills, ...parts } = stack.use(
    await createServices(platform),
  );

  metrics.watch(
    "medex_map_billed_calls_per_order",
    "Billed map calls of an order, on average of those that had one within a day",
    mapBills.meanOfLastDay,
  );
  metrics.watch("medex_letters_waiting", "Letters that are to be sent", lettersWaiting);
  metrics.watch("medex_event_log_ready", "1 while the event log follows", () => Number(log.health().isReady));
  metrics.watch(
    "medex_event_log_lag_seconds",
    "From the writing of the last event to its arrival here",
    () => log.health().lagMs / 1_000,
  );

  metrics.watch("medex_live_degraded", "1 while live messages of other processes do not arrive", () =>
    Number(parts.isLiveDegraded()),
  );

  const stopping = new AbortController();
  const census = createCensus(config.caps);

  const owned = stack.move();
  return {
    config,
    /** What programs that this process starts are given. */
    environment: env,
    mongodbUrl: mongod.url,
    neighbours: mongo.neighbours,
    ...platform,
    services,
    log,
    ...parts,
    /** Erases personal data whose time is over; a chore. */
    retain: retention.keep,
    retentionReport: retention.report,
    /** Aborted when the server is asked to end: it is not ready any more, and takes no sockets and streams. */
    stopping,
    /** Everybody who is connected, by socket or by stream. */
    census,
    streams: createEventStreams({
      judge: createSessionJudge({
        ...platform,
        actorsOf: services.auth.actorsOf,
        onSessionEnded: platform.sessionEnds.onSessionEnded,
      }),
      census,
      caps: config.caps,
      onCapped: metrics.capped,
      timers: systemTimers,
      stopping: stopping.signal,
    }),
    /** What runs for subscribers, over sockets and streams. */
    subscriptions: createSubscriptions(),
    metrics,
    /** Counts a call, or lets it through uncounted where that is configured. */
    admitCall: config.rateLimits.countsCalls ? createCallLimits(limits) : async () => {},
    version: packageJson.version,
    origins: createOriginPolicy(config),
    tiles,
    rasterTiles,
    /** Rejects when the embedded database ends; never resolves. */
    databaseLost: () => databaseLost(mongod.embedded?.exited),
    readiness: {
      mongodb: () => ping(mongo.db),
      events: async () => {
        if (!log.health().isReady) throw new Error("The event log is not following");
      },
    },
    helpers: shared ? { redis: shared.check } : undefined,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Without its database the process can do nothing: better to end, say so and be started again. */
async function databaseLost(exited: Promise<number> | undefined): Promise<never> {
  const code = await (exited ?? new Promise<never>(() => {}));
  throw new StartupProblem({
    problem: `the embedded MongoDB has ended with code ${code}.`,
    meaning: "Everything that was acknowledged is on disk; nothing can be answered until it runs again.",
    wayOut: [
      "start again: bun start",
      "if it ends again, look at mongo.log in the data folder, and at the free space there",
    ],
  });
}

/** The map of the city of the configuration, or of the one that the product ships, and the tiles to serve. */
async function openCity({ root, mapDir, dataDir }: Config, onProgress: (line: string) => void) {
  const map = await openMap({ mapDir: mapDir ?? join(root, DEMO_CITY), dataDir, onProgress });
  const { files, tilesUrl } = map;
  return { embedded: await openEmbeddedMaps(map), tiles: { tilesPath: files.tiles, tilesUrl } };
}

/** Without a mail server letters are for the terminal in development, and for nobody in production. */
function mailOf({ smtp, isProduction }: Config): Mail | null {
  if (smtp) return createSmtpMail(smtp);
  return isProduction ? null : createPrintedMail(text => process.stdout.write(text));
}

const ping = async (db: Db): Promise<void> => {
  await db.command({ ping: 1 });
};
