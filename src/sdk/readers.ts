/** Those who read something that goes on for as long as they do. */
export type Readers = {
  /**
   * The items as one reader gets them: he may leave while he waits for the next, and then nothing of it goes on. A
   * generator by itself hears of that only when the next has come.
   */
  begin<Item>(
    items: (over: AbortSignal) => AsyncGenerator<Item, void, undefined>,
  ): AsyncGenerator<Item, void, undefined>;
  /** Lets all of them come to their end now. */
  end(): void;
};

export function createReaders(): Readers {
  const reading = new Set<AbortController>();
  return {
    begin(items) {
      const over = new AbortController();
      const source = items(over.signal);
      const leave = () => {
        reading.delete(over);
        over.abort();
      };
      return {
        async next() {
          if (!over.signal.aborted) reading.add(over);
          try {
            const step = await source.next();
            if (step.done) leave();
            return step;
          } catch (error) {
            leave();
            throw error;
          }
        },
        return(value) {
          leave();
          return source.return(value);
        },
        throw(error) {
          leave();
          return source.throw(error);
        },
        [Symbol.asyncIterator]() {
          return this;
        },
        async [Symbol.asyncDispose]() {
          leave();
          await source.return();
        },
      };
    },

    end() {
      for (const over of reading) over.abort();
    },
  };
}
