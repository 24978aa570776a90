type Options<Item> = {
  /** A group this large is closed to further items. */
  maxItems: number;
  commit: (items: readonly Item[]) => Promise<void>;
};

/**
 * Lets calls that come close together share one write: many small majority writes cost the same wait each. Groups are
 * written one after the other: a call that finds none under way is written at once, and whatever comes while it is
 * being written goes together into the next. The answer of a call is that of its group's write.
 */
export function createGroupCommit<Item>({ maxItems, commit }: Options<Item>) {
  let gathering: { items: Item[]; written: Promise<void> } | null = null;
  let lastWrite: Promise<unknown> = Promise.resolve();

  function gather() {
    const items: Item[] = [];
    const written = lastWrite.then(() => {
      if (gathering?.items === items) gathering = null;
      return commit(items);
    });
    lastWrite = written.catch(() => {});
    return { items, written };
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
