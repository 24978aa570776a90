import { createTRPCClient, createWSClient, type TRPCLink, wsLink } from "@trpc/client";
import { Hono } from "hono";
import { listeningSocket } from "../../../src/sdk/socket.ts";
import { createStreams } from "../../../src/sdk/sse-link.ts";
import { type EventDoc, startEventLog } from "../../../src/server/features/events/index.ts";
import { createRealtimeService } from "../../../src/server/features/realtime/index.ts";
import { createEventStreams } from "../../../src/server/http/live/event-streams.ts";
import { createSessionJudge } from "../../../src/server/http/live/session-judge.ts";
import { createTrpcSockets, WS_PATH } from "../../../src/server/http/live/ws.ts";
import { createCensus } from "../../../src/server/http/live/ws-census.ts";
import type { Connection } from "../../../src/server/http/requests/request-facts.ts";
import { type RequestIds, requestIds } from "../../../src/server/http/requests/request-id.ts";
import { trpcRoutes } from "../../../src/server/http/trpc.ts";
import { systemClock } from "../../../src/server/platform/clock/system.clock.ts";
import { randomIds } from "../../../src/server/platform/ids/random.ids.ts";
import { DEFAULT_CAPS } from "../../../src/server/platform/limits/caps.ts";
import { createLogger } from "../../../src/server/platform/logger/logger.ts";
import type { ClusterTime, FeedListener } from "../../../src/server/platform/mongo/change-stream.ts";
import { systemTimers } from "../../../src/server/platform/timers/system.timers.ts";
import type { Services } from "../../../src/server/trpc/context.ts";
import { type AppRouter, appRouter } from "../../../src/server/trpc/router.ts";
import { createSubscriptions } from "../../../src/server/trpc/subscriptions.ts";
import type { Actor } from "../../../src/shared/auth/actor.ts";
import { SessionId, UserId } from "../../../src/shared/ids.ts";
import { anOrderId, aVendorId, eventDoc } from "../../integration/realtime/event-writer.ts";
import { layCable } from "../../support/cable.ts";

/** Few enough that a reader is soon too late. */
export const RING = 5;
const ALL_DAY_MS = 86_400_000;

const vendorId = aVendorId();
const orderId = anOrderId();
const timeOf = (place: number): ClusterTime => ({ seconds: place, increment: 1 });

const actor: Actor = {
  userId: UserId.parse(crypto.randomUUID()),
  role: "vendor",
  fullName: "Venla Vendor",
  vendorId,
  memberRole: "owner",
  driverId: null,
  sessionId: SessionId.parse(crypto.randomUUID()),
  mustEnrolSecondFactor: false,
};

/**
 * A process as readers of events see it: sockets and streams on a real port, and a log that is written by hand. Sockets
 * are told directly what follows, as those of a business are, or read a generator, as all others.
 */
export function startProcess(begins: number, { isDirect }: { isDirect: boolean }) {
  let listener: FeedListener<EventDoc> | null = null;
  const log = startEventLog({
    clock: systemClock,
    limits: { maxEvents: RING, maxAgeSeconds: Number.MAX_SAFE_INTEGER, maxWaiting: 1_000 },
    feed: given => {
      listener = given;
      return { [Symbol.asyncDispose]: async () => {} };
    },
  });
  const history = (place: number) => listener?.onHistory(timeOf(place));
  history(begins);
  (listener as FeedListener<EventDoc> | null)?.onCaughtUp();

  const logger = createLogger("silent");
  const subscriptions = createSubscriptions();
  const signedIn = async () => ({ actor, expiresAt: new Date(systemClock.now().getTime() + ALL_DAY_MS) });
  // What a subscription to events asks of the services; the others are never called.
  const services = {
    auth: { signedIn },
    audit: { read: async () => {} },
    realtime: createRealtimeService({ log, requireVendor: async () => {} } as never),
  } as unknown as Services;
  const shared = {
    clock: systemClock,
    timers: systemTimers,
    logger,
    caps: DEFAULT_CAPS,
    stopping: new AbortController().signal,
    actorOf: signedIn,
    actorsOf: async (asked: readonly Actor[]) => new Map(asked.map(one => [one.sessionId, one])),
    onCapped: () => {},
  };
  const streams = createEventStreams({
    ...shared,
    judge: createSessionJudge(shared),
    census: createCensus(DEFAULT_CAPS),
  });
  const context = { ...services, subscriptions, measured: () => {}, admit: async () => {} };
  const sockets = createTrpcSockets({
    ...shared,
    router: appRouter,
    isAllowedOrigin: () => true,
    contextOf: ({ ip, userAgent, tellDirectly }) => ({
      ...context,
      actor,
      request: { ...REQUEST, ip, userAgent },
      ...(isDirect ? { tellDirectly } : {}),
    }),
  });
  const http = new Hono<RequestIds & Connection>().use(requestIds(randomIds)).route(
    "/",
    trpcRoutes({
      ...shared,
      services,
      subscriptions,
      streams,
      measured: context.measured,
      admitCall: context.admit,
      origins: { isAllowed: () => true },
      publicUrl: "http://127.0.0.1",
      trustProxy: false,
    }),
  );
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    websocket: sockets.websocket,
    fetch: (request, self) =>
      new URL(request.url).pathname === WS_PATH
        ? sockets.upgrade(request, self)
        : http.fetch(request, { remoteAddress: "127.0.0.1" }),
  });

  return {
    port: server.port ?? 0,
    /** The event of this place arrives. */
    deliver: (place: number) =>
      listener?.onInsert({ time: timeOf(place), index: 1, doc: eventDoc(vendorId, orderId, place) }),
    /** Nothing more comes before this place. */
    hear: (place: number) => listener?.onHeard(timeOf(place)),
    /** What came before this place can no longer be read. */
    lose: history,
    /** Asks whoever is here to go. */
    leave: () => Promise.all([sockets.drain({ spreadMs: 0, graceMs: 5_000 }), streams.drain(0)]),
    /** Who is told here. */
    readers: () => log.health().listeners,
    /** Generators that run here. */
    running: () => subscriptions.running(),
    [Symbol.asyncDispose]: () => server.stop(true),
  };
}

const NO_COOKIE = { read: () => null, set: () => {}, clear: () => {} };
const REQUEST = { requestId: "test", refreshCookie: NO_COOKIE, deviceCookie: NO_COOKIE };

/** A way of the SDK to follow events, which waits where it is told to before it connects. */
export type Follow = (options: { address: () => Promise<string> }) => {
  link: TRPCLink<AppRouter>;
  close(): unknown;
};

export const overSockets: Follow = ({ address }) => {
  const client = createWSClient({
    url: async () => `ws://${await address()}${WS_PATH}`,
    WebSocket: listeningSocket(globalThis.WebSocket, {}),
    connectionParams: async () => ({ token: "any" }),
    retryDelayMs: () => 0,
  });
  return { link: wsLink({ client }), close: () => client.close() };
};

export const overStreams: Follow = ({ address }) => {
  // A connection that was kept would lead to where the last stream was.
  const fetchThere = async (path: string | URL | Request, init?: RequestInit) =>
    fetch(`http://${await address()}${path}`, { ...init, keepalive: false });
  const { link, close } = createStreams({
    url: "/trpc",
    headers: async () => ({ authorization: "Bearer any" }),
    fetch: fetchThere as typeof fetch,
    retryDelayMs: () => 0,
  });
  return { link, close };
};

/** Somebody who reads what one process tells, until he is cut off, and then nothing until he is led to one again. */
export async function startReader(follow: Follow) {
  const cable = await layCable(0);
  let isOpen = false;
  let gate = Promise.withResolvers<void>();
  const way = follow({ address: () => gate.promise.then(() => `127.0.0.1:${cable.port}`) });
  const heard: string[] = [];
  const errors: unknown[] = [];
  createTRPCClient<AppRouter>({ links: [way.link] }).realtime.vendor.subscribe(
    { vendorId },
    {
      onData: ({ data }) => heard.push("seq" in data ? String(data.seq) : data.type),
      onError: error => errors.push(error),
    },
  );
  return {
    heard,
    errors,
    /** Where he goes when he is asked to leave, and from now on if he was cut off. */
    leadTo(port: number): void {
      cable.leadTo(port);
      isOpen = true;
      gate.resolve();
    },
    cut(): void {
      // Whoever waits at a gate waits at this one.
      if (isOpen) gate = Promise.withResolvers();
      isOpen = false;
      cable.cut();
    },
    async [Symbol.asyncDispose]() {
      // Whoever still waits at the gate ends there.
      gate.resolve();
      await way.close();
      await cable[Symbol.asyncDispose]();
    },
  };
}
