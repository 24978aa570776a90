import type { Clock } from "../../../platform/clock/clock.port.ts";
import type { Timers } from "../../../platform/timers/timers.port.ts";

/** The time of simulated people: real time, or faster. */
export type Pace = {
  readonly speed: number;
  now(): Date;
  /** Resolves after so many seconds of their time, or as soon as `signal` aborts. */
  wait(seconds: number, signal?: AbortSignal): Promise<void>;
  /** Seconds of their time since an instant. */
  secondsSince(at: Date): number;
};

export function createPace({ clock, timers, speed }: { clock: Clock; timers: Timers; speed: number }): Pace {
  return {
    speed,
    now: () => clock.now(),
    secondsSince: at => ((clock.now().getTime() - at.getTime()) / 1_000) * speed,
    wait: (seconds, signal) =>
      new Promise(resolve => {
        if (signal?.aborted) return resolve();
        const done = () => {
          cancel();
          signal?.removeEventListener("abort", done);
          resolve();
        };
        const cancel = timers.after((seconds * 1_000) / speed, done);
        signal?.addEventListener("abort", done);
      }),
  };
}
