import type { Timers } from "../../platform/timers/timers.port.ts";

const STEP_MS = 20;

/** Does the work with one item after the other, evenly over `withinMs`; resolves after the last. */
export function spread<Item>(
  items: readonly Item[],
  { withinMs, timers }: { withinMs: number; timers: Timers },
  work: (item: Item) => void,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const steps = Math.max(1, Math.ceil(withinMs / STEP_MS));
  const reached = (step: number) => Math.ceil((items.length * step) / steps);
  // All at once on the clock: one that followed the other would be later with every step of a busy process.
  for (let step = 0; step < steps; step += 1)
    timers.after(step * STEP_MS, () => {
      for (const item of items.slice(reached(step), reached(step + 1))) work(item);
      if (step === steps - 1) resolve();
    });
  return promise;
}
