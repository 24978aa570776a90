type Options<Item, Outcome> = {
  /** A group this large is closed to further items. */
  maxItems: number;
  /** Deals with a whole group at once. */
  call: (items: readonly Item[]) => Promise<Outcome>;
};

/**
 * Lets what is asked close together share one call of a database: many small ones cost the same wait each. Groups are
 * dealt with one after the other: whoever finds none under way is at once, and whoever comes while one is goes with the
 * others into the next. The answer is that of the whole group.
 */
export function createGroupedCalls<Item, Outcome>({ maxItems, call }: Options<Item, Outcome>) {
  let gathering: { items: Item[]; answered: Promise<Outcome> } | null = null;
  let lastCall: Promise<unknown> = Promise.resolve();

  function gather() {
    const items: Item[] = [];
    const answered = lastCall.then(() => {
      if (gathering?.items === items) gathering = null;
      return call(items);
    });
    lastCall = answered.catch(() => {});
    return { items, answered };
  }

  /** Resolves when the group with these items has been dealt with, with what came of it. Rejects when that fails. */
  return (items: readonly Item[]): Promise<Outcome> => {
    gathering ??= gather();
    const { answered } = gathering;
    gathering.items.push(...items);
    if (gathering.items.length >= maxItems) gathering = null;
    return answered;
  };
}
