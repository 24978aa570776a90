import type { Timers } from "../../platform/timers/timers.port.ts";

type Options<Item> = {
  timers: Timers;
  /** How long the first caller waits for others, in milliseconds. */
  windowMs: number;
  /** A group this large is closed to further items. */
  maxItems: number;
  commit: (items: readonly Item[]) => Promise<void>;
};

/**
 * Lets calls that come close together share one write: many small majority writes cost the same wait each. The
 * answer of a call is that of its group's write. Groups are written one after the other, so while a slow one is
 * under way the next grows.
 */
export function createGroupCommit<Item>({ timers, windowMs, maxItems, commit }: Options<Item>) {
  let gathering: { items: Item[]; written: Promise<void> } | null = null;
  let lastWrite: Promise<unknown> = Promise.resolve();

  function gather() {
    const items: Item[] = [];
    const { promise: windowOver, resolve } = Promise.withResolvers<void>();
    timers.after(windowMs, resolve);
    const turn = Promise.allSettled([windowOver, lastWrite]);
    const group = {
      items,
      written: turn.then(() => {
        if (gathering === group) gathering = null;
        return commit(items);
      }),
    };
    lastWrite = group.written.catch(() => {});
    return group;
  }

  /** Resolves when the items are written, with everybody else's of the group. Rejects when the write fails. */
  return (items: readonly Item[]): Promise<void> => {
    gathering ??= gather();
    const { written } = gathering;
    gathering.items.push(...items);
    if (gathering.items.length >= maxItems) gathering = null;
    return written;
  };
}
