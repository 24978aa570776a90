/**
 * The typed client of MedEx Delivery, for Bun, and through a bundler for browsers and Node (22 or later).
 *
 * ```ts
 * import { createMedexClient } from "medex-delivery/client";
 *
 * const medex = createMedexClient({ url: "http://localhost:3000" });
 * await medex.login("customer@medex.test", "medex-demo");
 * const { items } = await medex.orders.list.query({ limit: 10 });
 * const watch = medex.realtime.order.subscribe({ orderId: items[0].id }, { onData: console.log });
 * ```
 */
import { createTRPCClient, type TRPCClient } from "@trpc/client";
import type { AppRouter } from "../server/trpc/router.ts";
import type { Me } from "../shared/auth/auth.schema.ts";
import { abortLink } from "./abort-link.ts";
import type { EventsOptions, FeedItem } from "./events.ts";
import { createFollowings } from "./followings.ts";
import { forwardOnlyLink } from "./forward-only-link.ts";
import { createReaders } from "./readers.ts";
import { type AskWhy, reasonLink } from "./reason-link.ts";
import { askForCredentials } from "./renewal.ts";
import { repeatLink } from "./retry.ts";
import { createSession, type Session } from "./session.ts";
import { sessionLink } from "./session-link.ts";
import { createTransport, type TransportOptions } from "./transport.ts";

export type { DurableEvent, LiveMessage, RealtimeMessage } from "../shared/events.ts";
export type { EventsOptions, FeedItem } from "./events.ts";
export { type MedexProblem, problemOf } from "./problem.ts";
export type { AskWhy } from "./reason-link.ts";
export { isTransient, jitteredDelayMs } from "./retry.ts";
export { createSession, type Session, type SessionState } from "./session.ts";
export { KEEP_ALIVE_MS } from "./transport.ts";
export type { AppRouter };

export type MedexClientOptions = Omit<TransportOptions, "freshToken"> & {
  /** Asked when the server wants to know why an administrator changes what is another's. */
  askWhy?: AskWhy;
  /**
   * `api` (the default): the refresh token is held in memory, for programs. `browser`: it stays in an HttpOnly cookie
   * that the page never sees.
   */
  auth?: "api" | "browser";
  /** Goes on with a session from before, without a password (`api` only). */
  refreshToken?: string;
  /** Called with each new refresh token and with null when the session ended; each use makes a new one. */
  onRefreshToken?: (token: string | null) => void;
};

type Extras = {
  /**
   * Signs in; the client renews its token by itself from then on. Throws INVALID_CREDENTIALS, and
   * SECOND_FACTOR_REQUIRED when the account asks for a `code` besides.
   */
  login(email: string, password: string, code?: string): Promise<Me>;
  /** Ends the session here and on the server; the socket is closed. */
  logout(): Promise<void>;
  /** The same for every device of the account. Throws when the service cannot be reached: then nothing has ended. */
  logoutEverywhere(): Promise<void>;
  /**
   * Every event that concerns the account, oldest first and each once, for as long as the program reads: through lost
   * networks and restarts of the service, and with a cursor that was kept through restarts of the program too.
   */
  events(options?: EventsOptions): AsyncGenerator<FeedItem, void, undefined>;
  /** Ends all subscriptions, and reading of events, and closes the socket, so that a program can exit. The session stays. */
  close(): Promise<void>;
  readonly session: Session;
  /** Lets the socket come back at once, with the token of now. */
  reconnect(): void;
};

/** Every procedure as `client.<router>.<procedure>.query | mutate | subscribe`, and the session's own methods. */
export type MedexClient = TRPCClient<AppRouter> & Extras;

/** A client of the service at `url`. Nothing is sent until the first call. */
export function createMedexClient(options: MedexClientOptions): MedexClient {
  const url = options.url.replace(/\/+$/, "");
  const mode = options.auth ?? "api";
  const session = createSession({
    renew: refreshToken =>
      mode === "api" && refreshToken === undefined
        ? Promise.resolve(null)
        : askForCredentials({ ...options, url }, refreshToken),
    refreshToken: options.refreshToken,
    hasCookie: mode === "browser",
    onRefreshToken: options.onRefreshToken,
  });
  const { freshToken } = session;
  const { link, dropSocket, closeSocket } = createTransport({ ...options, url, freshToken });
  const followings = createFollowings();
  const client = createTRPCClient<AppRouter>({
    links: [
      followings.link,
      abortLink,
      forwardOnlyLink,
      ...(options.askWhy ? [reasonLink(options.askWhy)] : []),
      repeatLink(),
      sessionLink(session, dropSocket),
      link,
    ],
  });

  const readers = createReaders();
  async function leave(): Promise<void> {
    followings.end();
    await closeSocket();
  }
  const extras: Extras = {
    login: async (email, password, code) =>
      (await client.auth.login.mutate({ email, password, code, client: mode })).user,
    logout: async () => {
      const refreshToken = session.refreshToken();
      // Never without input: an empty JSON body is refused before the cookie is read.
      await client.auth.logout.mutate(refreshToken ? { refreshToken } : {}).catch(() => {});
      session.end("signedOut");
      await leave();
    },
    logoutEverywhere: async () => {
      await client.auth.logoutEverywhere.mutate();
      session.end("signedOut");
      await leave();
    },
    events: (options = {}) => readers.begin(over => eventsOf(client, options, over)),
    close: async () => {
      readers.end();
      await leave();
    },
    reconnect: dropSocket,
    session,
  };
  return new Proxy(client, {
    get: (target, name, receiver) =>
      Object.hasOwn(extras, name) ? Reflect.get(extras, name) : Reflect.get(target, name, receiver),
  }) as MedexClient;
}

/** Only programs read events: the pages that people open need not carry it. */
async function* eventsOf(client: TRPCClient<AppRouter>, { after, signal }: EventsOptions, over: AbortSignal) {
  const { readEvents } = await import("./events.ts");
  yield* readEvents(client, { after, signal: signal ? AbortSignal.any([signal, over]) : over });
}
