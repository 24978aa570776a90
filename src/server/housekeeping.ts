import type { Logger } from "./platform/logger/logger.ts";
import type { Timers } from "./platform/timers/timers.port.ts";

/**
 * Work that nobody asks for: each chore runs again `intervalMs` after it has ended, whatever the others do, in every
 * process, and each is written so that two processes doing it at once do it once.
 */
export function startHousekeeping(deps: {
  chores: Record<string, () => Promise<unknown>>;
  intervalMs: number;
  timers: Timers;
  logger: Logger;
}): AsyncDisposable {
  let isStopped = false;
  const endings = Object.entries(deps.chores).map(([name, chore]) => repeat(name, chore));

  /** Runs a chore from now on; the answer waits until it has ended for good. */
  function repeat(name: string, chore: () => Promise<unknown>): () => Promise<void> {
    let running: Promise<void> = Promise.resolve();
    let cancel = () => {};
    const schedule = () => {
      cancel = deps.timers.after(deps.intervalMs, () => {
        running = round();
      });
    };
    async function round(): Promise<void> {
      try {
        await chore();
      } catch (error) {
        deps.logger.error({ err: error, chore: name }, "Housekeeping failed; it will be tried again");
      }
      if (!isStopped) schedule();
    }
    schedule();
    return () => {
      cancel();
      return running;
    };
  }

  return {
    async [Symbol.asyncDispose]() {
      isStopped = true;
      await Promise.all(endings.map(end => end()));
    },
  };
}
