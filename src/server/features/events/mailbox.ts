import type { Tell } from "../../platform/direct/direct.port.ts";

type Options<Item> = {
  capacity: number;
  /** What stands for everything that waited, when `last` no longer fits. */
  onOverflow: (last: Item) => Item;
};

/** A bounded queue between a writer who never waits and one reader. There are ten thousand of them: hence a class. */
export class Mailbox<Item> {
  private waiting: Item[] = [];
  private wake: (() => void) | null = null;
  private tell: Tell<Item> | null = null;

  constructor(private readonly options: Options<Item>) {}

  push(item: Item): void {
    const { capacity, onOverflow } = this.options;
    if (this.tell) this.tell(item);
    else if (this.waiting.length < capacity) this.waiting.push(item);
    else this.waiting = [onOverflow(item)];
    this.wake?.();
  }

  /** Throws away what waits and leaves `item` in its place. */
  replaceAll(item: Item): void {
    if (this.tell) this.tell(item);
    else this.waiting = [item];
    this.wake?.();
  }

  /** What waits, and no longer does. */
  take(): Item[] {
    const taken = this.waiting;
    this.waiting = [];
    return taken;
  }

  /** Passes what waits and all that follows on at once: there is no reader any more. */
  forward(tell: Tell<Item>): void {
    this.tell = tell;
    for (const item of this.take()) tell(item);
  }

  /** Items in order, until `signal` aborts. For one reader. */
  async *items(signal: AbortSignal | undefined): AsyncGenerator<Item, void, undefined> {
    const onAbort = () => this.wake?.();
    signal?.addEventListener("abort", onAbort);
    try {
      while (!signal?.aborted) {
        const next = this.waiting.shift();
        if (next !== undefined) yield next;
        else
          await new Promise<void>(resolve => {
            this.wake = resolve;
          });
      }
    } finally {
      signal?.removeEventListener("abort", onAbort);
    }
  }
}
