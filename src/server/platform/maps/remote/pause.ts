import type { Timers } from "../../timers/timers.port.ts";

export async function pause(timers: Timers, milliseconds: number): Promise<void> {
  if (milliseconds <= 0) return;
  await new Promise<void>(resolve => {
    timers.after(milliseconds, resolve);
  });
}
