import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Timers } from "../../platform/timers/timers.port.ts";

/** Puts an item down for an instant. Answers those who are due with it: who is taken out of them is not called. */
export type Deadlines<Item> = (item: Item, atMs: number) => Set<Item>;

/**
 * Calls `hear` with each item in the second that it is put down for, be that over already. Those of one second share a
 * timer: with ten thousand sockets each would cost.
 */
export function createDeadlines<Item>(
  { clock, timers }: { clock: Clock; timers: Timers },
  hear: (item: Item) => void,
): Deadlines<Item> {
  const seconds = new Map<number, Set<Item>>();
  return (item, atMs) => {
    const second = Math.floor(atMs / 1_000);
    const known = seconds.get(second);
    if (known) return known.add(item);
    const due = new Set([item]);
    seconds.set(second, due);
    timers.after(second * 1_000 - clock.now().getTime(), () => {
      seconds.delete(second);
      for (const each of due) hear(each);
    });
    return due;
  };
}
