/**
 * Calls back into the program that uses the client. What its listener throws is its own: it comes out as an error that
 * nobody has caught, and keeps nothing here from going on.
 */
export function tell<Told extends unknown[]>(listener: ((...told: Told) => void) | undefined, ...told: Told) {
  try {
    listener?.(...told);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
