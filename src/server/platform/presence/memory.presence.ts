import type { VendorId } from "../../../shared/ids.ts";
import type { Clock } from "../clock/clock.port.ts";
import type { Timers } from "../timers/timers.port.ts";
import type { Place, Presence, PresenceListener } from "./presence.port.ts";

/** What one process says of a place, and until when that holds unless it is said again. */
type Claim = { count: number; expiresAt: number };
/** What processes know together; each writes its own claims alone. */
export type PresenceBoard = Map<VendorId, Map<Place, Map<object, Claim>>>;

const BEAT_MS = 10_000;
/** Two beats may be missed. */
const LIFE_MS = 30_000;

/** Presence inside one process, or between several that share a board; disposing ends what this one says. */
export function createMemoryPresence(deps: {
  clock: Clock;
  timers: Timers;
  board?: PresenceBoard;
}): Presence & Disposable & { size(): number } {
  const { clock, timers, board = new Map() } = deps;
  const self = {};
  const listeners = new Set<PresenceListener>();
  let cancelBeat: (() => void) | null = null;
  let latestMs = 0;

  const nowMs = () => clock.now().getTime();

  /** Does not go back with a clock that is set: what follows would be taken for old, and not be shown. */
  function asOf(): number {
    latestMs = Math.max(latestMs, nowMs());
    return latestMs;
  }

  function countOf(claims: ReadonlyMap<object, Claim> | undefined): number {
    let sum = 0;
    for (const { count, expiresAt } of claims?.values() ?? []) if (expiresAt > nowMs()) sum += count;
    return sum;
  }

  function change(vendorId: VendorId, place: Place, by: 1 | -1): void {
    const places = board.get(vendorId) ?? new Map<Place, Map<object, Claim>>();
    const claims = places.get(place) ?? new Map<object, Claim>();
    const count = (claims.get(self)?.count ?? 0) + by;
    if (count > 0) claims.set(self, { count, expiresAt: nowMs() + LIFE_MS });
    board.set(vendorId, places.set(place, claims));
    if (count <= 0) remove(vendorId, place, self);
    tell(vendorId, place, countOf(claims));
  }

  function tell(vendorId: VendorId, place: Place, count: number): void {
    for (const listener of listeners) listener(vendorId, { asOf: asOf(), places: new Map([[place, count]]) });
  }

  function remove(vendorId: VendorId, place: Place, process: object): void {
    const places = board.get(vendorId);
    const claims = places?.get(place);
    claims?.delete(process);
    if (claims?.size === 0) places?.delete(place);
    if (places?.size === 0) board.delete(vendorId);
  }

  function* all(): Generator<[VendorId, Place, Map<object, Claim>]> {
    for (const [vendorId, places] of board)
      for (const [place, claims] of places) yield [vendorId, place, claims];
  }

  const mine = () =>
    [...all()].flatMap(([vendorId, place, claims]) => {
      const claim = claims.get(self);
      return claim ? [{ vendorId, place, claim }] : [];
    });

  /** Says anew what holds here, and tells of what is over at others. */
  function beat(): void {
    for (const { claim } of mine()) claim.expiresAt = nowMs() + LIFE_MS;
    for (const [vendorId, place, claims] of [...all()]) {
      const over = [...claims].filter(([, { expiresAt }]) => expiresAt <= nowMs());
      for (const [process] of over) remove(vendorId, place, process);
      if (over.length > 0) tell(vendorId, place, countOf(claims));
    }
    cancelBeat = board.size > 0 ? timers.after(BEAT_MS, beat) : null;
  }

  return {
    enter(vendorId, place) {
      change(vendorId, place, 1);
      cancelBeat ??= timers.after(BEAT_MS, beat);
      let isHere = true;
      return () => {
        if (isHere) change(vendorId, place, -1);
        isHere = false;
      };
    },

    async at(vendorId) {
      const counts = [...(board.get(vendorId) ?? [])].map(
        ([place, claims]) => [place, countOf(claims)] as const,
      );
      return { asOf: asOf(), places: new Map(counts.filter(([, count]) => count > 0)) };
    },

    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    size: () => mine().length,

    [Symbol.dispose]() {
      cancelBeat?.();
      for (const { vendorId, place, claim } of mine()) {
        claim.count = 1;
        change(vendorId, place, -1);
      }
    },
  };
}
