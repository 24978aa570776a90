import { DomainError } from "../../../shared/errors.ts";

/** Lets a few jobs run at once, the others wait in the order they came. */
export type Turnstile = <Result>(job: () => Promise<Result>) => Promise<Result>;

/**
 * At most `atOnce` jobs run and at most `waiting` wait.
 * Errors: UNAVAILABLE when more than that would wait, so that a flood costs no memory.
 */
export function createTurnstile({ atOnce, waiting }: { atOnce: number; waiting: number }): Turnstile {
  const queue: (() => void)[] = [];
  let running = 0;

  const enter = async () => {
    if (running < atOnce) {
      running += 1;
      return;
    }
    if (queue.length >= waiting) throw new DomainError("UNAVAILABLE");
    await new Promise<void>(resolve => queue.push(resolve));
  };

  const leave = () => {
    const next = queue.shift();
    // A place is handed over and not freed, so nobody slips in between.
    if (next) next();
    else running -= 1;
  };

  return async job => {
    await enter();
    try {
      return await job();
    } finally {
      leave();
    }
  };
}
