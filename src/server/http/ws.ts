import type { AnyRouter, inferRouterContext } from "@trpc/server";
import type { Server, WebSocketHandler } from "bun";
import type { Actor } from "../../shared/auth/actor.ts";
import type { Clock } from "../platform/clock/clock.port.ts";
import type { Logger } from "../platform/logger/logger.ts";
import type { Timers } from "../platform/timers/timers.port.ts";

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
  /** Null for a token that is not valid, or is no longer. */
  actorOf: (token: string) => Promise<SignedIn | null>;
  /** True for origins whose pages may connect. Called with what the browser, or a program, sent. */
  isAllowedOrigin: (origin: string) => boolean;
  /** The address that connections are counted by; the peer's, or a forwarded one behind a trusted proxy. */
  addressOf?: (request: Request, peer: string) => string;
  /** Called with errors that nobody foresaw. */
  onError?: (facts: { error: Error; path: string | undefined }) => void;
};

export type Connection = { request: Request; ip: string };

export interface TrpcSockets {
  /** The answer to a request at WS_PATH; undefined when it has become a socket. */
  upgrade(request: Request, server: Server<Connection>): Response | undefined;
  websocket: WebSocketHandler<Connection>;
  /** Asks every client to connect again, as it does by itself after a loss. */
  reconnectAll(): void;
  /** Refuses new sockets, sends the present ones away and resolves when they are gone, or after `withinMs`. */
  drain(withinMs: number): Promise<void>;
  stats(): { connections: number; subscriptions: number };
}

export function createTrpcSockets<Router extends AnyRouter>(_options: WsOptions<Router>): TrpcSockets {
  throw new Error("not written yet");
}
