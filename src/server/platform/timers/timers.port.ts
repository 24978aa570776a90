/** Stops a timer; harmless when it has run already. */
export type Cancel = () => void;

/** The only source of delays, so that tests move time by hand. */
export type Timers = {
  /** Runs `work` once, `delayMs` milliseconds from now; never keeps the process alive. */
  after(delayMs: number, work: () => void): Cancel;
};
