import type { AnyRouter, inferRouterContext } from "@trpc/server";
import { type Encoder, getWSConnectionHandler } from "@trpc/server/adapters/ws";
import type { Server, WebSocketHandler } from "bun";
import type { Actor } from "../../../shared/auth/actor.ts";
import type { SessionId, UserId } from "../../../shared/ids.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { TellDirectly } from "../../platform/direct/direct.port.ts";
import type { CapName, Caps } from "../../platform/limits/caps.ts";
import type { Logger } from "../../platform/logger/logger.ts";
import type { Timers } from "../../platform/timers/timers.port.ts";
import { problem } from "../requests/problem.ts";
import { createSessionJudge, type SignedIn } from "./session-judge.ts";
import { spread } from "./spread.ts";
import { type Census, createCensus } from "./ws-census.ts";
import { tellDirectly } from "./ws-direct.ts";
import { RequestLedger } from "./ws-requests.ts";
import { CLOSE, type Connection, TrpcSocket } from "./ws-socket.ts";

export const WS_PATH = "/trpc-ws";

export type WsOptions<Router extends AnyRouter> = {
  router: Router;
  clock: Clock;
  timers: Timers;
  logger: Logger;
  /** The context of one connection; `actor` is null for strangers, so that guards can refuse in words. */
  contextOf: (facts: {
    actor: Actor | null;
    ip: string;
    userAgent: string | null;
    /** Lets streams tell the socket directly. */
    tellDirectly: TellDirectly;
  }) => inferRouterContext<Router>;
  /** Null for a token that is not valid, or is no longer. */
  actorOf: (token: string) => Promise<SignedIn | null>;
  /** Who sessions stand for at this moment: asked again and again while their sockets live. */
  actorsOf: (sessions: readonly Actor[]) => Promise<ReadonlyMap<SessionId, Actor>>;
  /** Hears of accounts whose sessions have ended, or who act for something else now: their sockets are judged at once. */
  onSessionEnded?: (listener: (userId: UserId) => void) => void;
  /** True for origins whose pages may connect, given the `Host` that was asked. */
  isAllowedOrigin: (origin: string, host: string | null) => boolean;
  /** The address that connections are counted by; the peer's, or a forwarded one behind a trusted proxy. */
  addressOf?: (request: Request, peer: string) => string;
  caps: Caps;
  /** Shared with whatever else is counted as a connection; its own by default. */
  census?: Census;
  /** Hears of each refusal by a cap. */
  onCapped?: (cap: CapName) => void;
  /** Frees what nobody holds any more, at once. */
  collectGarbage?: () => void;
  /** A client who answers no ping for so long is gone; Bun takes no less than eight. */
  silentSeconds?: number;
  /** Aborted when the server is asked to end: nobody is let in from then on. */
  stopping: AbortSignal;
};

/** Bun asks who has been silent for a while whether he is still there, and cuts him off when he has been for so long. */
const SILENT_SECONDS = 40;

/**
 * With so many more sockets than ever before the garbage of their handshakes is collected. The heap is not compacted:
 * what would lie between them later is room that the process keeps for good (docs/decisions/0040-memory-of-a-crowd.md).
 */
const COLLECT_EACH = 500;

/** When somebody who found no room may come again. */
const WAIT_FOR_ROOM_SECONDS = 60;
/** How Bun says that it has closed a socket for a frame above `maxPayloadLength`. */
const TOO_BIG = { code: 1006, reason: "Received too big message" };

/** All that tRPC wants to know of the address: whether the first message will be the token. One text for all sockets. */
const WITH_TOKEN = `${WS_PATH}?connectionParams=1`;
const announcesToken = ({ url }: Request): boolean =>
  new URL(url).searchParams.get("connectionParams") === "1";

/** Of a request for a socket, what tRPC's handler expects and does not look into. */
const UNUSED = { headers: {}, socket: {} };

/** Frames become text where the books of their socket are: one handler serves all of them. */
const FRAMES: Encoder = {
  encode: frame => frame as string,
  decode: text => JSON.parse(text as string),
};

export interface TrpcSockets {
  /** The answer to a request at WS_PATH; undefined when it has become a socket. */
  upgrade(request: Request, server: Server<Connection>): Response | undefined;
  websocket: WebSocketHandler<Connection>;
  /**
   * Asks one client after the other to connect again, evenly over `spreadMs`, so that they do not all arrive elsewhere
   * at once. Closes whoever is still there `graceMs` later, and resolves.
   */
  drain(within: { spreadMs: number; graceMs: number }): Promise<void>;
  stats(): { connections: number; openRequests: number };
}

/**
 * tRPC's own WebSocket handler on Bun's sockets. Browsers always send an Origin, and it must be one of ours; programs
 * must send one too, so that "no Origin" cannot become a way around the check: see
 * docs/decisions/0004-sockets-send-an-origin.md.
 */
export function createTrpcSockets<Router extends AnyRouter>(options: WsOptions<Router>): TrpcSockets {
  const { caps, onCapped = () => {}, collectGarbage = () => {} } = options;
  const { census = createCensus(caps) } = options;
  const judge = createSessionJudge(options);
  const now = () => options.clock.now();
  const sockets = new Set<TrpcSocket>();
  let most = 0;
  let allGone: () => void = () => {};
  const connect = getWSConnectionHandler<AnyRouter>({
    // No server of the `ws` package stands behind: its sockets are ours.
    wss: undefined as never,
    router: options.router,
    experimental_encoder: FRAMES,
    // Never throws: a client without a context would connect again and again. Strangers are told by the guards.
    async createContext({ res, info }) {
      const socket = res as unknown as TrpcSocket;
      const token = info.connectionParams?.token;
      const signedIn = token ? await signIn(socket, token) : null;
      const { ip, userAgent } = socket.connection;
      return options.contextOf({ actor: signedIn?.actor ?? null, ip, userAgent, tellDirectly });
    },
    onError({ error, path }) {
      if (error.code !== "INTERNAL_SERVER_ERROR") return;
      options.logger.error({ path, err: error.cause ?? error }, "A subscription failed");
    },
  });

  return {
    upgrade(request, server) {
      const { headers } = request;
      const origin = headers.get("origin");
      if (!origin || origin === "null" || !options.isAllowedOrigin(origin, headers.get("host")))
        return problem("CROSS_ORIGIN");
      if (options.stopping.aborted) return problem("UNAVAILABLE");
      const peer = server.requestIP(request)?.address ?? "unknown";
      const ip = options.addressOf?.(request, peer) ?? peer;
      const full = census.fullFor(ip);
      if (full) onCapped(full);
      if (full) return problem("TOO_MANY_REQUESTS", { seconds: WAIT_FOR_ROOM_SECONDS });
      const userAgent = headers.get("user-agent")?.slice(0, 200) ?? null;
      const url = announcesToken(request) ? WITH_TOKEN : WS_PATH;
      const isUpgraded = server.upgrade(request, { data: { ip, url, userAgent } });
      return isUpgraded ? undefined : new Response("Upgrade Required", { status: 426 });
    },

    websocket: {
      maxPayloadLength: caps["frame-bytes"],
      backpressureLimit: caps["buffered-bytes"] * 2,
      closeOnBackpressureLimit: true,
      perMessageDeflate: false,
      idleTimeout: options.silentSeconds ?? SILENT_SECONDS,
      sendPings: true,
      open(raw) {
        const socket = new TrpcSocket({
          raw,
          ledger: new RequestLedger(caps, now),
          place: census.enter(raw.data.ip),
          bufferedBytes: caps["buffered-bytes"],
          timers: options.timers,
          onCapped,
        });
        raw.data.socket = socket;
        sockets.add(socket);
        if (sockets.size >= most + COLLECT_EACH) {
          most = sockets.size;
          collectGarbage();
        }
        const { url } = raw.data;
        connect(socket as never, { url, ...UNUSED } as never);
      },
      message(raw, message) {
        raw.data.socket?.receive(message);
      },
      close(raw, code, reason) {
        const { socket } = raw.data;
        if (!socket || !sockets.delete(socket)) return;
        if (code === TOO_BIG.code && reason === TOO_BIG.reason) onCapped("frame-bytes");
        socket.gone();
        if (sockets.size === 0) allGone();
      },
    },

    async drain({ spreadMs, graceMs }) {
      const { timers } = options;
      const { promise, resolve } = Promise.withResolvers<void>();
      const cancel = timers.after(spreadMs + graceMs, resolve);
      await spread([...sockets], { withinMs: spreadMs, timers }, socket => socket.handOver());
      allGone = resolve;
      if (sockets.size === 0) resolve();
      await promise;
      cancel();
      for (const socket of sockets) socket.close(CLOSE.restart, "restarting");
    },

    stats: () => ({
      connections: sockets.size,
      openRequests: [...sockets].reduce((sum, { ledger }) => sum + ledger.open(), 0),
    }),
  };

  /** Who the socket belongs to; from then on his token's end, and his session's, is the socket's. */
  async function signIn(socket: TrpcSocket, token: string): Promise<SignedIn | null> {
    const signedIn = await options.actorOf(token).catch((error: unknown) => {
      options.logger.error({ err: error }, "A socket could not be signed in");
      socket.close(CLOSE.slow, "try again later");
      return null;
    });
    if (!signedIn) return null;
    socket.claim(signedIn.actor.userId);
    socket.whenGone(judge.watch(signedIn, socket));
    return signedIn;
  }
}
