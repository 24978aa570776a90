import type { DriverId } from "../../../shared/ids.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";

/** Whose orders are estimated when: one estimate of a driver at a time. */
export type Turns = {
  /** His last turn was 15 s ago or more. */
  isDue(driverId: DriverId): boolean;
  /** Gives each of them a turn now, or as soon as the one that he has is over. */
  take(driverIds: readonly DriverId[]): void;
  /** Resolves when nobody has a turn. */
  settled(): Promise<void>;
};

const EVERY_MS = 15_000;

type Deps = {
  clock: Clock;
  /** Begins turns together, for what can be read at once; each ends by itself and never rejects. */
  begin: (driverIds: readonly DriverId[]) => (driverId: DriverId) => Promise<void>;
};

export function createTurns({ clock, begin }: Deps): Turns {
  /** When each had his last turn, oldest first. */
  const takenAt = new Map<DriverId, number>();
  const busy = new Set<DriverId>();
  const wanted = new Set<DriverId>();
  const running = new Set<Promise<void>>();
  const nowMs = () => clock.now().getTime();

  function take(driverIds: readonly DriverId[]): void {
    for (const driverId of driverIds) if (busy.has(driverId)) wanted.add(driverId);
    const free = driverIds.filter(driverId => !busy.has(driverId));
    if (free.length === 0) return;
    for (const driverId of free) {
      busy.add(driverId);
      takenAt.delete(driverId);
      takenAt.set(driverId, nowMs());
    }
    const turnOf = begin(free);
    for (const driverId of free) {
      const turn = turnOf(driverId).then(() => {
        busy.delete(driverId);
        if (wanted.delete(driverId)) take([driverId]);
        running.delete(turn);
      });
      running.add(turn);
    }
  }

  return {
    take,
    async settled() {
      while (running.size > 0) await Promise.all(running);
    },
    isDue(driverId) {
      for (const [oldest, at] of takenAt) {
        // A clock that was set back must not make anybody wait until it has caught up.
        if (Math.abs(nowMs() - at) < EVERY_MS) break;
        takenAt.delete(oldest);
      }
      return !takenAt.has(driverId);
    },
  };
}
