import type { Tell } from "../../platform/hand-over/hand-over.port.ts";

/** A bounded queue between a writer who never waits and one reader. */
export type Mailbox<Item> = {
  push(item: Item): void;
  /** Throws away what waits and leaves `item` in its place. */
  replaceAll(item: Item): void;
  /** Items in order, until `signal` aborts. For one reader. With `handOver` he is told directly once nothing waits. */
  items(
    signal: AbortSignal | undefined,
    handOver?: (begin: (tell: Tell<Item>) => void) => Item,
  ): AsyncGenerator<Item, void, undefined>;
};

type Options<Item> = {
  capacity: number;
  /** What stands for everything that waited, when `last` no longer fits. */
  onOverflow: (last: Item) => Item;
};

export function createMailbox<Item>({ capacity, onOverflow }: Options<Item>): Mailbox<Item> {
  let waiting: Item[] = [];
  let wake: () => void = () => {};
  let tell: Tell<Item> | null = null;

  function begin(reader: Tell<Item>): void {
    tell = reader;
    // What has come since it was handed over.
    for (const item of waiting.splice(0)) reader(item);
  }

  return {
    push(item) {
      if (tell) return tell(item);
      if (waiting.length < capacity) waiting.push(item);
      else waiting = [onOverflow(item)];
      wake();
    },

    replaceAll(item) {
      if (tell) return tell(item);
      waiting = [item];
      wake();
    },

    async *items(signal, handOver) {
      let isHandedOver = handOver === undefined;
      const onAbort = () => wake();
      signal?.addEventListener("abort", onAbort);
      try {
        while (!signal?.aborted) {
          const next = waiting.shift();
          if (next !== undefined) yield next;
          else if (handOver && !isHandedOver) {
            isHandedOver = true;
            yield handOver(begin);
          } else
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
