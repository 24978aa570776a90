import { type TRPCClient, TRPCClientError } from "@trpc/client";
import type { AppRouter } from "../server/trpc/router.ts";
import type { DurableEvent } from "../shared/events.ts";
import { isPassing, jitteredDelayMs, waitOf } from "./retry.ts";

export type EventsOptions = {
  /**
   * The cursor of the last event that the program has dealt with; `now` for what happens from here on; nothing for all
   * that is kept.
   */
  after?: string | undefined;
  signal?: AbortSignal | undefined;
};

export type FeedItem = { cursor: string; event: DurableEvent };

/** Below what proxies commonly allow a silent answer. */
const WAIT_MS = 20_000;
/** A page that is later than this will never come: the network has died without a word. */
const LATE_MS = WAIT_MS + 10_000;

/**
 * Every event that concerns the account, oldest first, each once, as long as the program runs: waits while nothing
 * happens, and goes on where it was when the network, the service or one of its processes comes back. Keep `cursor`
 * with what you make of an event, and a new start goes on there. Throws what will not mend, such as CURSOR_UNKNOWN.
 */
export async function* readEvents(
  client: TRPCClient<AppRouter>,
  { after, signal }: EventsOptions,
): AsyncGenerator<FeedItem, void, undefined> {
  let cursor = after;
  let failures = 0;
  while (!signal?.aborted) {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), LATE_MS);
    try {
      const query = { ...(cursor === undefined ? {} : { after: cursor }), waitMs: WAIT_MS };
      const { items, nextCursor } = await client.orders.events.query(query, {
        signal: signal ? AbortSignal.any([signal, late.signal]) : late.signal,
      });
      failures = 0;
      for (const item of items) {
        if (signal?.aborted) return;
        // A cursor moves with its event: whoever stops in the middle of a page has missed nothing.
        cursor = item.cursor;
        yield item;
      }
      cursor = nextCursor;
    } catch (error) {
      if (signal?.aborted) return;
      const refusal = late.signal.aborted || !(error instanceof TRPCClientError) ? null : error;
      if (!late.signal.aborted && !(refusal && isPassing(refusal))) throw error;
      await pause((refusal ? waitOf(refusal) : 0) + jitteredDelayMs(failures++), signal);
    } finally {
      clearTimeout(timer);
    }
  }
}

const pause = (milliseconds: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise(resolve => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
