import type { Logger } from "./platform/logger/logger.ts";
import type { Timers } from "./platform/timers/timers.port.ts";

/** Offers run for minutes; a few seconds late is soon enough. */
const INTERVAL_MS = 5_000;

/**
 * Work that nobody asks for: it runs again `INTERVAL_MS` after it has ended, in every process, and each piece is
 * written so that two processes doing it at once do it once.
 */
export function startHousekeeping(deps: {
  chores: Record<string, () => Promise<unknown>>;
  timers: Timers;
  logger: Logger;
}): AsyncDisposable {
  let isStopped = false;
  let running: Promise<void> = Promise.resolve();
  let cancel = () => {};

  async function round(): Promise<void> {
    for (const [name, chore] of Object.entries(deps.chores)) {
      try {
        await chore();
      } catch (error) {
        deps.logger.error({ err: error, chore: name }, "Housekeeping failed; it will be tried again");
      }
    }
    if (!isStopped) schedule();
  }

  function schedule(): void {
    cancel = deps.timers.after(INTERVAL_MS, () => {
      running = round();
    });
  }

  schedule();
  return {
    async [Symbol.asyncDispose]() {
      isStopped = true;
      cancel();
      await running;
    },
  };
}
