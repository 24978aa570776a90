/** Counts what runs for subscribers. What still runs when its client is gone is a leak. */
export type Subscriptions = {
  /** The same messages; counted as running from the first that is asked for until they end. */
  counted<Message>(source: AsyncIterable<Message>): AsyncGenerator<Message, void, unknown>;
  running(): number;
};

export function createSubscriptions(): Subscriptions {
  let running = 0;
  return {
    async *counted(source) {
      running += 1;
      try {
        yield* source;
      } finally {
        running -= 1;
      }
    },
    running: () => running,
  };
}
