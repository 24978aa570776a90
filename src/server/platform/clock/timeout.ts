/** Time to read what has arrived: a process that was held up itself finds its timer due before the answer in its hands. */
const LAST_LOOK_MS = 5;

/** The answer of `work`, or a rejection after `milliseconds`. The work itself goes on: give it a signal to end it. */
export async function timeout<Result>(work: Promise<Result>, milliseconds: number): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(new Error(`No answer within ${milliseconds} ms`));
  let timer = setTimeout(() => {
    timer = setTimeout(giveUp, LAST_LOOK_MS);
  }, milliseconds);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
