import { createTRPCClient, createWSClient, type TRPCLink, wsLink } from "@trpc/client";
import { listeningSocket } from "../../../src/sdk/socket.ts";
import {
  createTrpcSockets,
  type TrpcSockets,
  WS_PATH,
  type WsOptions,
} from "../../../src/server/http/live/ws.ts";
import { type Caps, DEFAULT_CAPS } from "../../../src/server/platform/limits/caps.ts";
import { type AppRouter, appRouter } from "../../../src/server/trpc/router.ts";
import { aRequest, type TestApp } from "../../support/harness.ts";

export type SocketServer = AsyncDisposable & {
  port: number;
  sockets: TrpcSockets;
  /** Lets nobody in any more. */
  stop(): void;
};

/** The services of a test on a real port, sockets only. */
export function serveSockets(
  app: TestApp,
  { caps, ...over }: Partial<Omit<WsOptions<AppRouter>, "caps">> & { caps?: Partial<Caps> } = {},
): SocketServer {
  const stopping = new AbortController();
  const sockets = createTrpcSockets({
    router: appRouter,
    caps: { ...DEFAULT_CAPS, ...caps },
    clock: app.platform.clock,
    timers: app.platform.timers,
    logger: app.platform.logger,
    actorOf: app.services.auth.signedIn,
    actorsOf: app.services.auth.actorsOf,
    stopping: stopping.signal,
    isAllowedOrigin: (origin, host) => new URL(origin).host === host,
    contextOf: ({ actor, ip, userAgent, tellDirectly }) => ({
      ...app.services,
      actor,
      tellDirectly,
      measured: () => {},
      subscriptions: app.subscriptions,
      admit: rateClass => app.admitCall(rateClass, { account: actor?.userId ?? null, address: ip }),
      request: aRequest({ ip, userAgent: userAgent ?? "" }),
    }),
    ...over,
  });
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: (request, self) => sockets.upgrade(request, self),
    websocket: sockets.websocket,
  });
  return {
    port: server.port ?? 0,
    sockets,
    stop: () => stopping.abort(),
    [Symbol.asyncDispose]: () => server.stop(true),
  };
}

type ClientOptions = {
  port: number;
  /** Asked each time the socket opens. */
  token?: () => string | null | Promise<string | null>;
  onClose?: (code: number | undefined) => void;
};

/** A client as the SDK makes them, over the socket alone. */
export function connectClient({ port, token = () => null, onClose }: ClientOptions) {
  const socket = createWSClient({
    url: `ws://127.0.0.1:${port}${WS_PATH}`,
    WebSocket: listeningSocket(globalThis.WebSocket, {}),
    connectionParams: async (): Promise<Record<string, string>> => {
      const value = await token();
      return value ? { token: value } : {};
    },
    retryDelayMs: () => 1,
    onClose: cause => onClose?.(cause?.code),
  });
  const link: TRPCLink<AppRouter> = wsLink({ client: socket });
  return {
    api: createTRPCClient<AppRouter>({ links: [link] }),
    [Symbol.asyncDispose]: () => socket.close(),
  };
}
