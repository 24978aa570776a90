type Options<Item, Outcome> = {
  /** A group this large is closed to further items. */
  maxItems: number;
  /** So many groups may be under way together; 1 keeps them in order. */
  atOnce: number;
  /** Deals with a whole group at once. */
  call: (items: readonly Item[]) => Promise<Outcome>;
};

/**
 * Lets what is asked close together share one call of a database: many small ones cost the same wait each. Whoever finds
 * fewer than `atOnce` groups under way is dealt with at the next turn of the event loop, with what came in this one; who
 * comes while there are more goes with the others into the next. Groups begin in order. The answer is that of the group.
 */
export function createGroupedCalls<Item, Outcome>({ maxItems, atOnce, call }: Options<Item, Outcome>) {
  let gathering: { items: Item[]; answered: Promise<Outcome> } | null = null;
  let underWay = 0;
  const queue: (() => void)[] = [];

  async function turn(): Promise<void> {
    if (underWay < atOnce) underWay += 1;
    else await new Promise<void>(resolve => queue.push(resolve));
  }

  function endTurn(): void {
    const next = queue.shift();
    if (next) next();
    else underWay -= 1;
  }

  function gather() {
    const items: Item[] = [];
    const answered = turn()
      // What the network brings together is worked off one by one, and the first would go alone.
      .then(() => new Promise<void>(resolve => setImmediate(resolve)))
      .then(() => {
        if (gathering?.items === items) gathering = null;
        return call(items);
      })
      .finally(endTurn);
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
