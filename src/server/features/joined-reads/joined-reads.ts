/**
 * Lets those who ask the same at the same time share a read. One that is under way may be older than the question, so
 * it is not shared: whoever asks meanwhile gets the next. Thousands who ask at once cost two reads, and everybody is
 * told what was so when he asked, or later.
 */
export function createJoinedReads<Question, Answer>(
  read: (question: Question) => Promise<Answer>,
  keyOf: (question: Question) => string,
): (question: Question) => Promise<Answer> {
  /** The read under way for each question, and the one that has not begun. */
  const running = new Map<string, Promise<unknown>>();
  const waiting = new Map<string, Promise<Answer>>();

  async function next(key: string, question: Question): Promise<Answer> {
    await running.get(key)?.catch(() => {});
    waiting.delete(key);
    const reading = read(question);
    running.set(key, reading);
    try {
      return await reading;
    } finally {
      if (running.get(key) === reading) running.delete(key);
    }
  }

  return question => {
    const key = keyOf(question);
    const joined = waiting.get(key) ?? next(key, question);
    waiting.set(key, joined);
    return joined;
  };
}
