type Options<Item, Outcome> = {
  /** A group this large is closed to further items. */
  maxItems: number;
  commit: (items: readonly Item[]) => Promise<Outcome>;
};

/**
 * Lets calls that come close together share one write: many small majority writes cost the same wait each. Groups are
 * written one after the other: a call that finds none under way is written at once, and whatever comes while it is
 * being written goes together into the next. The answer of a call is that of its group's write.
 */
export function createGroupCommit<Item, Outcome>({ maxItems, commit }: Options<Item, Outcome>) {
  let gathering: { items: Item[]; written: Promise<Outcome> } | null = null;
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

  /** Resolves when the items are written, with what came of the whole group. Rejects when the write fails. */
  return (items: readonly Item[]): Promise<Outcome> => {
    gathering ??= gather();
    const { written } = gathering;
    gathering.items.push(...items);
    if (gathering.items.length >= maxItems) gathering = null;
    return written;
  };
}
