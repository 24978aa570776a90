import { EventEmitter } from "node:events";
import type { AnyRouter, inferRouterContext } from "@trpc/server";
import { getWSConnectionHandler } from "@trpc/server/adapters/ws";
import type { Server, ServerWebSocket, WebSocketHandler } from "bun";
import type { Actor } from "../../shared/auth/actor.ts";
import type { UserId } from "../../shared/ids.ts";
import type { Clock } from "../platform/clock/clock.port.ts";
import type { Logger } from "../platform/logger/logger.ts";
import type { Timers } from "../platform/timers/timers.port.ts";
import { problem } from "./problem.ts";
import { createRequestLedger, type RequestLedger } from "./ws-requests.ts";

export const WS_PATH = "/trpc-ws";

/** Who a socket belongs to, and until when. */
export type SignedIn = { actor: Actor; expiresAt: Date };

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
  }) => inferRouterContext<Router>;
  /** Null for a token that is not valid, or is no longer. Asked again while the socket lives. */
  actorOf: (token: string) => Promise<SignedIn | null>;
  /** Hears of accounts whose sessions have ended, or who act for something else now: their sockets are judged at once. */
  onSessionEnded?: (listener: (userId: UserId) => void) => void;
  /** True for origins whose pages may connect, given the `Host` that was asked. */
  isAllowedOrigin: (origin: string, host: string | null) => boolean;
  /** The address that connections are counted by; the peer's, or a forwarded one behind a trusted proxy. */
  addressOf?: (request: Request, peer: string) => string;
  limits?: Partial<typeof LIMITS>;
};

const LIMITS = {
  connectionsPerAddress: 200,
  /** Largest frame from a client, in bytes. */
  frameBytes: 64 * 1024,
  /** A reader with more than this unsent is too slow, in bytes. It resumes where it was when it connects again. */
  bufferedBytes: 1024 * 1024,
  /** Subscriptions under way at the same time. */
  openRequests: 100,
  /** Messages a client may send at once, and how many more each second. */
  messageBurst: 200,
  messagesPerSecond: 50,
};

/** Close codes: RFC 6455, section 7.4.1, its IANA registry, and 4401 of our own for "sign in again". */
const CLOSE = { policy: 1008, restart: 1012, slow: 1013, notText: 1003, signIn: 4401 } as const;
/** A client is asked to come back with a fresh token this long before the old one expires. */
const HAND_OVER_MS = 30_000;
/** With less than this left it would be asked again and again. */
const SHORTEST_LIFE_MS = 10_000;
/** How often a live socket's token is judged again: a session that was ended is off the air within 5 s. */
const RECHECK_MS = 4_000;
/** A peer that does not read does not see the close frame either. */
const LINGER_MS = 5_000;
const KEEP_ALIVE = { enabled: true, pingMs: 30_000, pongWaitMs: 5_000 };

const RECONNECT = JSON.stringify({ id: null, method: "reconnect" });
const OPEN = 1;

export type Connection = { ip: string; url: string; userAgent: string | null; socket?: TrpcSocket };

export interface TrpcSockets {
  /** The answer to a request at WS_PATH; undefined when it has become a socket. */
  upgrade(request: Request, server: Server<Connection>): Response | undefined;
  websocket: WebSocketHandler<Connection>;
  /** Asks every client to connect again, as it does by itself after a loss. */
  reconnectAll(): void;
  /** Refuses new sockets, sends the present ones away and resolves when they are gone, or after `withinMs`. */
  drain(withinMs: number): Promise<void>;
  stats(): { connections: number; openRequests: number };
}

/**
 * tRPC's own WebSocket handler on Bun's sockets. Browsers always send an Origin, and it must be one of ours; programs
 * must send one too, so that "no Origin" cannot become a way around the check: see
 * docs/decisions/0004-sockets-send-an-origin.md.
 */
export function createTrpcSockets<Router extends AnyRouter>(options: WsOptions<Router>): TrpcSockets {
  const limits = { ...LIMITS, ...options.limits };
  const sockets = new Set<TrpcSocket>();
  const perAddress = new Map<string, number>();
  let isDraining = false;
  let allGone: () => void = () => {};
  options.onSessionEnded?.(userId => {
    for (const socket of sockets) void socket.judge(userId);
  });

  const count = (ip: string, change: 1 | -1) => {
    const connections = (perAddress.get(ip) ?? 0) + change;
    if (connections > 0) perAddress.set(ip, connections);
    else perAddress.delete(ip);
  };

  return {
    upgrade(request, server) {
      const { headers } = request;
      const origin = headers.get("origin");
      if (!origin || origin === "null" || !options.isAllowedOrigin(origin, headers.get("host")))
        return problem("CROSS_ORIGIN");
      if (isDraining) return problem("UNAVAILABLE");
      const peer = server.requestIP(request)?.address ?? "unknown";
      const ip = options.addressOf?.(request, peer) ?? peer;
      if ((perAddress.get(ip) ?? 0) >= limits.connectionsPerAddress)
        return problem("TOO_MANY_REQUESTS", { seconds: 60 });
      const { pathname, search } = new URL(request.url);
      const userAgent = headers.get("user-agent")?.slice(0, 200) ?? null;
      const isUpgraded = server.upgrade(request, { data: { ip, url: pathname + search, userAgent } });
      return isUpgraded ? undefined : new Response("Upgrade Required", { status: 426 });
    },

    websocket: {
      maxPayloadLength: limits.frameBytes,
      backpressureLimit: limits.bufferedBytes * 2,
      closeOnBackpressureLimit: true,
      perMessageDeflate: false,
      idleTimeout: 120,
      open(raw) {
        const ledger = createRequestLedger(limits, () => options.clock.now());
        const socket = new TrpcSocket(raw, ledger, limits.bufferedBytes, options.timers);
        raw.data.socket = socket;
        sockets.add(socket);
        count(raw.data.ip, 1);
        connect(socket, raw.data);
      },
      message(raw, message) {
        raw.data.socket?.receive(message);
      },
      close(raw) {
        const { socket, ip } = raw.data;
        if (!socket || !sockets.delete(socket)) return;
        count(ip, -1);
        socket.gone();
        if (sockets.size === 0) allGone();
      },
    },

    reconnectAll() {
      for (const socket of sockets) socket.send(RECONNECT);
    },

    async drain(withinMs) {
      isDraining = true;
      const { promise, resolve } = Promise.withResolvers<void>();
      allGone = resolve;
      for (const socket of sockets) socket.send(RECONNECT);
      if (sockets.size === 0) resolve();
      const cancel = options.timers.after(withinMs, resolve);
      await promise;
      cancel();
      for (const socket of sockets) socket.close(CLOSE.restart, "restarting");
    },

    stats: () => ({
      connections: sockets.size,
      openRequests: [...sockets].reduce((sum, { ledger }) => sum + ledger.open(), 0),
    }),
  };

  function connect(socket: TrpcSocket, { ip, url, userAgent }: Connection): void {
    const handle = getWSConnectionHandler<AnyRouter>({
      // No server of the `ws` package stands behind: its sockets are ours.
      wss: undefined as never,
      router: options.router,
      keepAlive: KEEP_ALIVE,
      experimental_encoder: socket.ledger.encoder,
      // Never throws: a client without a context would connect again and again. Strangers are told by the guards.
      createContext: async ({ info }) => {
        const token = info.connectionParams?.token;
        const signedIn = token ? await signIn(socket, token) : null;
        return options.contextOf({ actor: signedIn?.actor ?? null, ip, userAgent });
      },
      onError({ error, path }) {
        if (error.code !== "INTERNAL_SERVER_ERROR") return;
        options.logger.error({ path, err: error.cause ?? error }, "A subscription failed");
      },
    });
    const request = { url, headers: {}, socket: {} };
    handle(socket as never, request as never);
  }

  /** Who the socket belongs to; from then on his token's end, and his session's, is the socket's. */
  async function signIn(socket: TrpcSocket, token: string): Promise<SignedIn | null> {
    const signedIn = await options.actorOf(token).catch((error: unknown) => {
      options.logger.error({ err: error }, "A socket could not be signed in");
      socket.close(CLOSE.slow, "try again later");
      return null;
    });
    if (!signedIn) return null;
    const leftMs = signedIn.expiresAt.getTime() - options.clock.now().getTime();
    socket.later(leftMs, () => socket.close(CLOSE.signIn, "token expired"));
    if (leftMs > SHORTEST_LIFE_MS)
      socket.later(Math.max(leftMs - HAND_OVER_MS, leftMs / 2), () => socket.send(RECONNECT));
    const { actor } = signedIn;
    socket.judge = async userId => {
      if (userId === actor.userId) await recheck(socket, token, actor);
    };
    recheckLater(socket, token, actor);
    return signedIn;
  }

  async function recheck(socket: TrpcSocket, token: string, actor: Actor): Promise<void> {
    try {
      const now = await options.actorOf(token);
      if (!now || !isSameActor(now.actor, actor)) socket.close(CLOSE.signIn, "session ended");
    } catch (error) {
      options.logger.warn({ err: error }, "A socket's session could not be checked");
    }
  }

  function recheckLater(socket: TrpcSocket, token: string, actor: Actor): void {
    socket.later(RECHECK_MS, async () => {
      await recheck(socket, token, actor);
      recheckLater(socket, token, actor);
    });
  }
}

/** True while a new context would be the same: another role, business or rank in it needs a new connection. */
const isSameActor = (a: Actor, b: Actor): boolean =>
  a.role === b.role &&
  a.vendorId === b.vendorId &&
  a.memberRole === b.memberRole &&
  a.driverId === b.driverId &&
  a.mustEnrolSecondFactor === b.mustEnrolSecondFactor;

/** What tRPC's handler needs of a `ws` socket, on one of Bun's. */
class TrpcSocket extends EventEmitter {
  private isOpen = true;
  /** Looks whether the socket may stay, if it is this account's; nothing to look at before it is signed in. */
  judge: (userId: UserId) => Promise<void> = async () => {};
  private readonly cancels = new Set<() => void>();

  constructor(
    private readonly raw: ServerWebSocket<Connection>,
    readonly ledger: RequestLedger,
    private readonly bufferedBytes: number,
    private readonly timers: Timers,
  ) {
    super();
  }

  get readyState(): number {
    return this.isOpen ? this.raw.readyState : OPEN + 1;
  }

  receive(message: string | Buffer): void {
    if (!this.isOpen) return;
    if (typeof message !== "string") this.close(CLOSE.notText, "text only");
    else if (!this.ledger.spend()) this.close(CLOSE.policy, "too many messages");
    else this.emit("message", Buffer.from(message), false);
    const offence = this.ledger.offence();
    if (offence) this.close(CLOSE.policy, offence);
  }

  /** Bun answers bytes sent, -1 for queued, 0 for dropped: after a drop the stream would have a gap. */
  send(data: string): void {
    if (!this.isOpen) return;
    const sent = this.raw.send(data);
    if (sent === 0 || (sent === -1 && this.raw.getBufferedAmount() > this.bufferedBytes))
      this.close(CLOSE.slow, "too slow");
  }

  close(code?: number, reason?: string): void {
    if (!this.isOpen) return;
    this.raw.close(code, reason);
    this.gone();
    this.timers.after(LINGER_MS, () => this.raw.terminate());
  }

  terminate(): void {
    this.raw.terminate();
  }

  /** Runs `work` after `delayMs` if the socket is still open. */
  later(delayMs: number, work: () => void): void {
    if (!this.isOpen) return;
    const cancel = this.timers.after(delayMs, () => {
      this.cancels.delete(cancel);
      work();
    });
    this.cancels.add(cancel);
  }

  /** Ends everything that hangs on the socket at once, and once, however long the network takes to notice. */
  gone(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    for (const cancel of this.cancels) cancel();
    this.emit("close");
  }
}
