/** A bounded queue between a writer who never waits and one reader. */
export type Mailbox<Item> = {
  push(item: Item): void;
  /** Throws away what waits and leaves `item` in its place. */
  replaceAll(item: Item): void;
  /** Items in order, until `signal` aborts. For one reader. */
  items(signal: AbortSignal | undefined): AsyncGenerator<Item, void, undefined>;
};

type Options<Item> = {
  capacity: number;
  /** What stands for everything that waited, when `last` no longer fits. */
  onOverflow: (last: Item) => Item;
};

export function createMailbox<Item>({ capacity, onOverflow }: Options<Item>): Mailbox<Item> {
  let waiting: Item[] = [];
  let wake: () => void = () => {};

  return {
    push(item) {
      if (waiting.length < capacity) waiting.push(item);
      else waiting = [onOverflow(item)];
      wake();
    },

    replaceAll(item) {
      waiting = [item];
      wake();
    },

    async *items(signal) {
      const onAbort = () => wake();
      signal?.addEventListener("abort", onAbort);
      try {
        while (!signal?.aborted) {
          const next = waiting.shift();
          if (next !== undefined) yield next;
          else
            await new Promise<void>(resolve => {
              wake = resolve;
            });
        }
      } finally {
        signal?.removeEventListener("abort", onAbort);
      }
    },
  };
}
