/** Asks a question once, however many want to know it at the same time. */
export type SingleFlight<Answer> = (key: string, ask: () => Promise<Answer>) => Promise<Answer>;

/** A failure is everybody's who waited for it; whoever comes after it asks again. */
export function createSingleFlight<Answer>({ onJoined }: { onJoined: () => void }): SingleFlight<Answer> {
  const inFlight = new Map<string, Promise<Answer>>();
  return (key, ask) => {
    const flying = inFlight.get(key);
    if (flying) {
      onJoined();
      return flying;
    }
    const flight = ask().finally(() => inFlight.delete(key));
    inFlight.set(key, flight);
    return flight;
  };
}
