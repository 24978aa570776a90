import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Db, MongoClient } from "mongodb";
import type { EtaService } from "../../src/server/features/eta/index.ts";
import type { EventLog } from "../../src/server/features/events/index.ts";
import type { RetentionService } from "../../src/server/features/privacy/index.ts";
import type { LiveRooms } from "../../src/server/features/realtime/index.ts";
import { createEventStreams, type EventStreams } from "../../src/server/http/live/event-streams.ts";
import { createSessionJudge } from "../../src/server/http/live/session-judge.ts";
import { createCensus } from "../../src/server/http/live/ws-census.ts";
import { createMemoryCache } from "../../src/server/platform/cache/memory.cache.ts";
import { type AdmitCall, createCallLimits } from "../../src/server/platform/limits/call-limits.ts";
import { DEFAULT_CAPS } from "../../src/server/platform/limits/caps.ts";
import { createMemoryLimiter } from "../../src/server/platform/limits/memory.limiter.ts";
import { type Quotas, rulesWith } from "../../src/server/platform/limits/rules.ts";
import { createMemoryLiveBus } from "../../src/server/platform/live-bus/memory.live-bus.ts";
import { createLogger } from "../../src/server/platform/logger/logger.ts";
import { createArgon2Passwords } from "../../src/server/platform/passwords/argon2.passwords.ts";
import { createMemoryPresence } from "../../src/server/platform/presence/memory.presence.ts";
import { createSessionEnds } from "../../src/server/platform/session-ends/memory.session-ends.ts";
import { CustodyKeys } from "../../src/server/platform/signing/custody-keys.ts";
import { createEd25519Signer } from "../../src/server/platform/signing/ed25519.signer.ts";
import { createLocalStorage } from "../../src/server/platform/storage/local.storage.ts";
import type { TokenSecret } from "../../src/server/platform/tokens/token-secrets.ts";
import type { Platform } from "../../src/server/platform-parts.ts";
import { createServices } from "../../src/server/services.ts";
import type { Context, RequestFacts, Services } from "../../src/server/trpc/context.ts";
import { createCallerFactory } from "../../src/server/trpc/init.ts";
import { appRouter } from "../../src/server/trpc/router.ts";
import { createSubscriptions, type Subscriptions } from "../../src/server/trpc/subscriptions.ts";
import type { Actor } from "../../src/shared/auth/actor.ts";
import { collectLog } from "./collected-logs.ts";
import { demoCityMaps } from "./demo-city.ts";
import { createLetterbox } from "./letterbox.ts";
import { createManualTime, type ManualTime } from "./manual-time.ts";
import { testDatabase } from "./mongo.ts";
import { expectNoZombies } from "./no-zombies.ts";
import { createSequentialIds } from "./sequential-ids.ts";
import { watchTransactions } from "./transaction-watch.ts";

const createCaller = createCallerFactory(appRouter);

export type Api = ReturnType<typeof createCaller>;

/** A request as a browser would make it; `cookie` is what its jar holds now. */
export type TestRequest = RequestFacts & { cookie: string | null; device: string | null };

type EtaChores = Pick<EtaService, "refresh" | "tellStale" | "learn" | "settled">;

export type TestApp = AsyncDisposable & {
  services: Services;
  log: EventLog;
  live: LiveRooms;
  /** One round of the postman. */
  deliverMail(): Promise<void>;
  /** One round of telling who has fallen silent. */
  tellSilences(): Promise<void>;
  /** Estimates: their chores, and what positions wake. */
  eta: EtaChores;
  retention: RetentionService;
  platform: Platform;
  admitCall: AdmitCall;
  /** Subscriptions over HTTP. */
  streams: EventStreams;
  /** What runs for subscribers. An application is not disposed of quietly while there is any. */
  subscriptions: Subscriptions;
  db: Db;
  client: MongoClient;
  time: ManualTime;
  /** The procedures as `actor` would call them, through guards, input schemas and error mapping. */
  as(actor: Actor | null, request?: RequestFacts): Api;
  /** The same with what an access token stands for at this moment. */
  with(accessToken: string | null, request?: RequestFacts): Promise<Api>;
};

const TEST_SECRETS: readonly TokenSecret[] = [
  { kid: "new", secret: "a-secret-of-tests-that-signs-0123456789abcdef" },
  { kid: "old", secret: "a-secret-of-tests-that-verifies-0123456789ab" },
];

const TEST_CUSTODY_KEYS = CustodyKeys.parse(
  `new:${Buffer.alloc(32, "n").toString("base64")},old:${Buffer.alloc(32, "o").toString("base64")}`,
);

type Over = Partial<Platform> & {
  /** Calls are counted, with these quotas in place of the defaults. Without it they are not: time stands still. */
  rateLimits?: Quotas;
};

/**
 * All services on a fresh database of a real replica set, with time that stands still, sequential ids, and no
 * network. `name` says whose database it is; `over` replaces parts of the platform.
 */
export async function createTestApp(name: string, { rateLimits, ...over }: Over = {}): Promise<TestApp> {
  await using stack = new AsyncDisposableStack();
  const { client, db } = stack.use(await testDatabase(name));
  const { expectNothingBeside } = watchTransactions(client);
  stack.defer(expectNothingBeside);
  const files = mkdtempSync(join(tmpdir(), "medex-test-files-"));
  stack.defer(() => rmSync(files, { recursive: true, force: true }));
  const time = createManualTime();
  const platform: Platform = {
    client,
    db,
    clock: time.clock,
    timers: time.timers,
    ids: createSequentialIds(),
    logger: createLogger("debug", { write: collectLog }),
    maps: stack.use(await demoCityMaps()),
    passwords: createArgon2Passwords(),
    tokenSecrets: TEST_SECRETS,
    custodySigner: createEd25519Signer(TEST_CUSTODY_KEYS),
    storage: createLocalStorage(files),
    liveBus: createMemoryLiveBus(),
    presence: createMemoryPresence(time),
    cache: createMemoryCache(time.clock),
    isLiveDegraded: () => false,
    isMute: () => false,
    mail: createLetterbox(),
    sessionEnds: createSessionEnds(),
    limits: {
      limiter: createMemoryLimiter(time.clock),
      rules: rulesWith(rateLimits ?? {}),
      onRefused: () => {},
    },
    publicUrl: "http://127.0.0.1:3000",
    requireAdminTotp: false,
    retention: { trackingLinkHours: 72, locationDays: 30, orderDays: 90, auditDays: 730 },
    ...over,
  };
  const admitCall = rateLimits ? createCallLimits(platform.limits) : async () => {};
  const { services, log, live, deliverMail, tellSilences, eta, retention } = stack.use(
    await createServices(platform),
  );
  const subscriptions = createSubscriptions();
  stack.defer(() => expectNoZombies({ subscriptions, log, live }));
  const as = (actor: Actor | null, request: RequestFacts = aRequest()) =>
    createCaller({
      ...services,
      actor,
      request,
      measured: () => {},
      subscriptions,
      admit: rateClass => admitCall(rateClass, { account: actor?.userId ?? null, address: request.ip }),
    } satisfies Context);

  const owned = stack.move();
  return {
    services,
    log,
    live,
    deliverMail,
    tellSilences,
    eta,
    retention,
    platform,
    admitCall,
    streams: createEventStreams({
      judge: createSessionJudge({
        ...platform,
        actorsOf: services.auth.actorsOf,
        onSessionEnded: platform.sessionEnds.onSessionEnded,
      }),
      census: createCensus(DEFAULT_CAPS),
      caps: DEFAULT_CAPS,
      onCapped: () => {},
      timers: time.timers,
      stopping: new AbortController().signal,
    }),
    subscriptions,
    db,
    client,
    time,
    as,
    with: async (accessToken, request) => as(await services.auth.actorOf(accessToken), request),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** A request with an empty cookie jar. */
export function aRequest(
  facts: { ip?: string; userAgent?: string; cookie?: string; device?: string } = {},
): TestRequest {
  const request: TestRequest = {
    requestId: "test",
    ip: facts.ip ?? "192.0.2.1",
    userAgent: facts.userAgent ?? "test",
    cookie: facts.cookie ?? null,
    device: facts.device ?? null,
    refreshCookie: {
      read: () => request.cookie,
      set: token => {
        request.cookie = token;
      },
      clear: () => {
        request.cookie = null;
      },
    },
    deviceCookie: {
      read: () => request.device,
      set: value => {
        request.device = value;
      },
      clear: () => {
        request.device = null;
      },
    },
  };
  return request;
}
