import {
  createWSClient,
  httpBatchLink,
  httpLink,
  isNonJsonSerializable,
  splitLink,
  type TRPCLink,
  wsLink,
} from "@trpc/client";
import type { AppRouter } from "../server/trpc/router.ts";
import type { CallPath } from "./call-path.ts";
import { withDeadline } from "./deadline.ts";
import { liveLink } from "./live-link.ts";
import { jitteredDelayMs } from "./retry.ts";
import { type ListeningOptions, listeningSocket, probeSocket } from "./socket.ts";
import { createWays } from "./way.ts";

/** The socket says something at least this often while it lives; silence of twice that is a dead connection. */
export const KEEP_ALIVE_MS = 5_000;
const PONG_TIMEOUT_MS = 4_000;
/** Who answers later than this cannot be reached. */
const REACHABLE_MS = 6_000;
/** How long an unused socket is kept open. */
const LINGER_MS = 10_000;
const MAX_BATCH_SIZE = 10;
const MAX_URL_LENGTH = 2_000;

export type TransportOptions = ListeningOptions & {
  /** Origin of the service without a slash at the end; empty in a page that the service itself serves. */
  url: string;
  /** The access token of now; null for somebody without an account. */
  freshToken: () => Promise<string | null>;
  fetch?: typeof fetch;
  WebSocket?: typeof WebSocket;
};

export type Transport = {
  /** The last link of a client. */
  link: TRPCLink<AppRouter>;
  /** Lets the socket come back with the token of now. */
  dropSocket: () => void;
  /** Ends every subscription and closes the socket; a later subscription opens a new one. */
  closeSocket: () => Promise<void>;
};

/**
 * How a MedEx client speaks: queries and mutations in batches over HTTP with a bearer token that renews itself, files
 * over plain HTTP, subscriptions over one WebSocket that opens when the first of them starts, or over HTTP where there can
 * be none.
 */
export function createTransport(options: TransportOptions): Transport {
  const { url, freshToken } = options;
  const Base = options.WebSocket ?? globalThis.WebSocket;
  const ways = createWays({
    isReachable: async () =>
      (await withDeadline(options.fetch ?? fetch, { callMs: REACHABLE_MS })(`${url}/readyz`)).ok,
    probe: () => probeSocket(Base, socketUrl(url)),
    // Few need it: those who do not need not carry it. What goes on for hours has its own signs of life.
    load: async () =>
      (await import("./sse-link.ts")).createStreams({ ...options, url: http.url, headers: http.headers }),
  });
  let isClosing = false;
  const socket = createWSClient({
    url: () => socketUrl(url),
    WebSocket: listeningSocket(Base, {
      onHeard: options.onHeard,
      onConnection: isOpen => ways.streams() === null && options.onConnection?.(isOpen),
      onGone: ways.socketGone,
      isNeeded: ways.isNeeded,
      isClosing: () => isClosing,
    }),
    connectionParams: async () => {
      const token = await freshToken().catch(() => null);
      return token ? { token } : {};
    },
    lazy: { enabled: true, closeMs: LINGER_MS },
    keepAlive: { enabled: true, intervalMs: KEEP_ALIVE_MS, pongTimeoutMs: PONG_TIMEOUT_MS },
    retryDelayMs: jitteredDelayMs,
  });

  const http = {
    url: `${url}/trpc`,
    headers: async () => {
      const token = await freshToken();
      return token ? { authorization: `Bearer ${token}` } : {};
    },
    fetch: withDeadline(options.fetch ?? fetch),
  };
  // The credentials' own calls need no token, and a batch would make others wait for a password hash.
  const { headers: _, ...bare } = http;
  const dropSocket = () => {
    socket.connection?.ws?.close();
    ways.streams()?.drop();
  };

  return {
    link: splitLink({
      condition: op => op.type === "subscription",
      true: liveLink(wsLink({ client: socket }), ways),
      false: splitLink({
        condition: op => OPEN_CALLS.has(op.path),
        true: httpLink(bare),
        false: splitLink({
          condition: op => LONG_CALLS.has(op.path) || isNonJsonSerializable(op.input),
          true: httpLink({ ...http, fetch: withDeadline(options.fetch ?? fetch, { callMs: LONG_CALL_MS }) }),
          false: httpBatchLink({ ...http, maxItems: MAX_BATCH_SIZE, maxURLLength: MAX_URL_LENGTH }),
        }),
      }),
    }),
    dropSocket,
    async closeSocket() {
      ways.close();
      isClosing = true;
      const closed = socket.close();
      socket.connection?.ws?.close();
      await closed;
      isClosing = false;
    },
  };
}

/** They may take their time, or bring much, and a batch is answered as a whole. */
const LONG_CALLS: ReadonlySet<string> = new Set<CallPath>([
  "orders.events",
  "privacy.export",
  "privacy.exportMine",
  "admin.exportAuditLog",
  "reports.export",
]);
/** All that is known of a driver is several megabytes. */
const LONG_CALL_MS = 180_000;

const OPEN_CALLS: ReadonlySet<string> = new Set<CallPath>([
  "auth.login",
  "auth.register",
  "auth.refresh",
  "auth.logout",
  "auth.requestPasswordReset",
  "auth.resetPassword",
  "auth.verifyEmail",
  "auth.acceptInvitation",
]);

function socketUrl(url: string): string {
  const origin = url === "" ? globalThis.location.origin : url;
  return `${origin.replace(/^http/, "ws")}/trpc-ws`;
}
