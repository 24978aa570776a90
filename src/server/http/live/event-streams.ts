import type { CapName, Caps } from "../../platform/limits/caps.ts";
import type { Timers } from "../../platform/timers/timers.port.ts";
import { problem } from "../requests/problem.ts";
import type { SessionJudge, SignedIn } from "./session-judge.ts";
import { spread } from "./spread.ts";
import type { Census } from "./ws-census.ts";

type Deps = {
  judge: SessionJudge;
  census: Census;
  caps: Caps;
  onCapped: (cap: CapName) => void;
  timers: Timers;
  /** Aborted when the server is asked to end: nobody is let in from then on. */
  stopping: AbortSignal;
};

/** When somebody who found no room may come again. */
const WAIT_FOR_ROOM_SECONDS = 60;

/** A request that is answered late, or bit by bit for as long as its caller stays. */
export type LiveRequest = {
  /** The same request, which is over when the caller leaves, may not stay, or the server ends. */
  request: Request;
  /** From here on his session's end is the request's. */
  belongsTo(signedIn: SignedIn | null): void;
  /** The answer with a body that ends at once when the request is over: what is still on its way is not sent. */
  answer(response: Response): Response;
};

export type EventStreams = {
  /** The refusal, when the address has enough connections or the server ends. */
  open(request: Request, address: string): LiveRequest | Response;
  /** Ends one after the other, evenly over `spreadMs`: their clients go on elsewhere behind the last event. */
  drain(spreadMs: number): Promise<void>;
  /** Under way now. */
  count(): number;
};

/**
 * Subscriptions over HTTP, for those whom a proxy lets have no socket, under the rules of sockets: the same judge, the
 * same count of connections, and an end for readers who do not read.
 */
export function createEventStreams({ judge, census, caps, onCapped, timers, stopping }: Deps): EventStreams {
  /** How to end each of those under way. */
  const underWay = new Set<() => void>();

  function open(request: Request, address: string): LiveRequest | Response {
    if (stopping.aborted) return problem("UNAVAILABLE");
    const full = census.fullFor(address);
    if (full) return tooMany(full);
    const place = census.enter(address);
    const over = new AbortController();
    let unwatch = () => {};
    let closeBody = () => {};
    let isCrowded = false;

    function end(): void {
      if (!underWay.delete(end)) return;
      place.leave();
      unwatch();
      // The body first: a subscription that is told to stop says "that was all", and its client would believe it.
      closeBody();
      over.abort();
    }
    underWay.add(end);
    request.signal.addEventListener("abort", end, { once: true });

    return {
      request: new Request(request, { signal: over.signal }),

      belongsTo(signedIn) {
        // On a stream there is nothing to say besides events: whoever is cut off comes back with a fresh token.
        if (!signedIn || over.signal.aborted) return;
        unwatch = judge.watch(signedIn, { handOver: end, end });
        isCrowded = !place.claim(signedIn.actor.userId);
      },

      answer(response) {
        if (isCrowded) {
          end();
          return tooMany("sockets-per-account");
        }
        // It was over before there was an answer: a page of events, after the session that asked for it.
        if (over.signal.aborted) {
          void response.body?.cancel().catch(() => {});
          return problem("UNAVAILABLE");
        }
        const { body } = response;
        if (!body) {
          end();
          return response;
        }
        const reader = body.getReader();
        const paced = new ReadableStream<Uint8Array>(
          {
            start(controller) {
              closeBody = () => {
                // What waits for a reader who is too slow is let go with him.
                if ((controller.desiredSize ?? 0) <= 0) controller.error(new Error("too slow"));
                else controller.close();
              };
              void pass(reader, controller);
            },
            cancel: end,
          },
          new ByteLengthQueuingStrategy({ highWaterMark: caps["buffered-bytes"] }),
        );
        return new Response(paced, response);
      },
    };

    async function pass(
      reader: ReadableStreamDefaultReader<Uint8Array>,
      controller: ReadableStreamDefaultController<Uint8Array>,
    ): Promise<void> {
      try {
        while (!over.signal.aborted) {
          const { done, value } = await reader.read();
          if (over.signal.aborted) break;
          const isSlow = (controller.desiredSize ?? 0) <= 0;
          if (isSlow && !done) onCapped("buffered-bytes");
          if (done || isSlow) return end();
          controller.enqueue(value);
        }
      } catch {
        end();
      } finally {
        await reader.cancel().catch(() => {});
      }
    }
  }

  function tooMany(cap: CapName): Response {
    onCapped(cap);
    return problem("TOO_MANY_REQUESTS", { seconds: WAIT_FOR_ROOM_SECONDS });
  }

  return {
    open,
    drain: spreadMs => spread([...underWay], { withinMs: spreadMs, timers }, end => end()),
    count: () => underWay.size,
  };
}
