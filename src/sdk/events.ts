import { type TRPCClient, TRPCClientError } from "@trpc/client";
import type { AppRouter } from "../server/trpc/router.ts";
import type { DurableEvent, EventsPage } from "../shared/events.ts";
import { pause } from "./pause.ts";
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
    const page = await pageAfter(client, cursor, signal);
    if (signal?.aborted) return;
    if ("passesIn" in page) {
      await pause(page.passesIn + jitteredDelayMs(failures++), signal);
      continue;
    }
    failures = 0;
    for (const item of page.items) {
      if (signal?.aborted) return;
      // A cursor moves with its event: whoever stops in the middle of a page has missed nothing.
      cursor = item.cursor;
      yield item;
    }
    cursor = page.nextCursor;
  }
}

/** The next page, or how long the service wants to be left alone before it is asked again. Throws what will not mend. */
async function pageAfter(
  client: TRPCClient<AppRouter>,
  cursor: string | undefined,
  signal: AbortSignal | undefined,
): Promise<EventsPage | { passesIn: number }> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), LATE_MS);
  const leave = () => late.abort();
  signal?.addEventListener("abort", leave);
  try {
    const query = { ...(cursor === undefined ? {} : { after: cursor }), waitMs: WAIT_MS };
    return await client.orders.events.query(query, { signal: late.signal });
  } catch (error) {
    if (late.signal.aborted) return { passesIn: 0 };
    if (!(error instanceof TRPCClientError) || !isPassing(error)) throw error;
    return { passesIn: waitOf(error) };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", leave);
  }
}
