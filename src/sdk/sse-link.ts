import { TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import type { AppRouter } from "../server/trpc/router.ts";
import { pause } from "./pause.ts";
import { createPlace } from "./place.ts";
import { isTransient, jitteredDelayMs } from "./retry.ts";
import type { ListeningOptions } from "./socket.ts";
import { readServerEvents } from "./sse-parser.ts";
import { tell } from "./tell.ts";

export type StreamsOptions = ListeningOptions & {
  url: string;
  headers: () => Promise<{ authorization?: string }>;
  fetch?: typeof fetch;
  /** How long to wait before a request takes the place of one that broke, by how many have failed before it. */
  retryDelayMs?: (failures: number) => number;
};

export type Streams = {
  link: TRPCLink<AppRouter>;
  /** Lets every stream come back with the token of now. */
  drop(): void;
  /** Ends every subscription. */
  close(): void;
};

/** The service says something every 5 s; more silence than this, from the request on, is a dead connection. */
const SILENCE_MS = 12_000;

type Result = { id?: string; data: unknown };

/**
 * Subscriptions over HTTP, one request each, which begins anew behind the last event whenever it breaks. The token is
 * in a header, as in every other call, and never in the address.
 */
export function createStreams({
  url,
  headers,
  fetch = globalThis.fetch,
  retryDelayMs = jitteredDelayMs,
  onHeard,
  onConnection,
}: StreamsOptions): Streams {
  const open = new Set<AbortController>();
  const closers = new Set<() => void>();
  const connected = new Set<AbortController>();

  function note(request: AbortController, isOpen: boolean): void {
    const before = connected.size;
    if (isOpen) connected.add(request);
    else connected.delete(request);
    if (before > 0 !== connected.size > 0) tell(onConnection, connected.size > 0);
  }

  const link: TRPCLink<AppRouter> =
    () =>
    ({ op }) =>
      observable(observer => {
        const over = new AbortController();
        const place = createPlace();
        const stop = () => {
          closers.delete(finish);
          over.abort();
        };
        const finish = () => {
          stop();
          observer.complete();
        };
        closers.add(finish);
        void follow();
        return stop;

        /** One request after the other until the subscription ends, for good or by an error that is its own. */
        async function follow(): Promise<void> {
          for (let failures = 0; !over.signal.aborted; ) {
            const request = new AbortController();
            const abort = () => request.abort();
            over.signal.addEventListener("abort", abort, { once: true });
            open.add(request);
            try {
              const isDone = await listen(request, () => {
                failures = 0;
              });
              if (isDone && !over.signal.aborted) return finish();
            } catch (error) {
              if (over.signal.aborted) return;
              if (error instanceof TRPCClientError && !isTransient(error)) {
                stop();
                return observer.error(error);
              }
            } finally {
              open.delete(request);
              note(request, false);
              request.abort();
              over.signal.removeEventListener("abort", abort);
            }
            await pause(retryDelayMs(failures++), over.signal);
          }
        }

        /** True when the service said that this was all; otherwise it goes on in another request. */
        async function listen(request: AbortController, onEvent: () => void): Promise<boolean> {
          const { input } = place.behind(op);
          let silence = setTimeout(() => request.abort(), SILENCE_MS);
          try {
            const response = await fetch(
              `${url}/${op.path}?input=${encodeURIComponent(JSON.stringify(input))}`,
              { headers: { ...(await headers()), accept: "text/event-stream" }, signal: request.signal },
            );
            if (!response.ok || !response.body) throw TRPCClientError.from(await response.json());
            note(request, true);
            for await (const { event, data, id } of readServerEvents(response.body)) {
              // What has come with others is still told when nobody listens any more, unless it is held back here.
              if (over.signal.aborted) return false;
              clearTimeout(silence);
              silence = setTimeout(() => request.abort(), SILENCE_MS);
              tell(onHeard);
              if (event === "connected") observer.next({ result: { type: "started" } });
              if (event === "return") return true;
              if (event === "serialized-error") throw TRPCClientError.from({ error: JSON.parse(data) });
              if (event !== "message") continue;
              onEvent();
              const envelope = { result: resultOf(JSON.parse(data), id) };
              place.reach(envelope);
              observer.next(envelope);
            }
          } finally {
            clearTimeout(silence);
          }
          return false;
        }
      });

  return {
    link,
    drop: () => {
      for (const request of open) request.abort();
    },
    close: () => {
      for (const finish of closers) finish();
    },
  };
}

/** Tracked messages come with their id beside them, as over the socket. */
const resultOf = (data: unknown, id: string | undefined): Result =>
  id === undefined ? { data } : { id, data: { id, data } };
