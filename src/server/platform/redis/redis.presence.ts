import { z } from "zod";
import { VendorId } from "../../../shared/ids.ts";
import type { Place, Presence, PresenceListener } from "../presence/presence.port.ts";
import type { Timers } from "../timers/timers.port.ts";
import type { RedisConnection } from "./connect.ts";
import { AT, BEAT, END, PROCESSES, SAY } from "./presence-scripts.ts";

/** `lifeMs` is how long a process is believed that says nothing more: two beats may be missed. */
type Pace = { beatMs: number; lifeMs: number };
const PACE: Pace = { beatMs: 10_000, lifeMs: 30_000 };

type Deps = {
  redis: RedisConnection;
  timers: Timers;
  processId: string;
  pace?: Pace;
};

const Answer = z.tuple([z.coerce.number()], z.string()).nullable();
/** What was said of others: when that was, and the rest as the script has it. */
type Elsewhere = { asOf: number; rest: readonly string[] };

/**
 * Presence of all processes. Each says in numbers who is at it, never "one more": what was said twice or not at all is
 * mended by the next word. While Redis is away each knows its own; when it is back, or has forgotten, each says
 * everything anew.
 */
export function createRedisPresence(deps: Deps): Presence & AsyncDisposable {
  const { redis, timers, processId, pace = PACE } = deps;
  const mine = new Map<VendorId, Map<Place, number>>();
  const listeners = new Set<PresenceListener>();
  /** What has changed here since it was last said. */
  let unsaid = new Map<VendorId, Set<Place>>();
  let isWholeUnsaid = true;
  let isSaying = false;
  let saying = Promise.resolve();
  let cancelBeat = () => {};
  let isEnded = false;
  /** The latest time that Redis has named. */
  let heardAt = 0;

  const here = (vendorId: VendorId, place: Place) => mine.get(vendorId)?.get(place) ?? 0;

  async function run(script: string, ...args: string[]): Promise<Elsewhere | null> {
    const life = String(pace.lifeMs);
    const answer = Answer.parse(
      await redis.run(() => redis.client.eval(script, 1, PROCESSES, processId, life, ...args)),
    );
    if (!answer) return null;
    const [asOf, ...rest] = answer;
    heardAt = Math.max(heardAt, asOf);
    return { asOf, rest };
  }

  /** When nobody says what is so at others; later than all that was said before. */
  function nothingElsewhere(rest: readonly string[] = []): Elsewhere {
    heardAt += 1;
    return { asOf: heardAt, rest };
  }

  function change(vendorId: VendorId, place: Place, by: 1 | -1): void {
    const places = mine.get(vendorId) ?? new Map<Place, number>();
    const count = here(vendorId, place) + by;
    if (count > 0) mine.set(vendorId, places.set(place, count));
    else places.delete(place);
    if (places.size === 0) mine.delete(vendorId);
    unsaid.set(vendorId, (unsaid.get(vendorId) ?? new Set()).add(place));
    speak();
  }

  /** One word at a time, so that a later one is never overtaken by an earlier. */
  function speak(): void {
    if (!isSaying) saying = sayAll();
  }

  async function sayAll(): Promise<void> {
    isSaying = true;
    let isHeard = true;
    while (unsaid.size > 0 || (isWholeUnsaid && isHeard)) isHeard = await say();
    isSaying = false;
  }

  /** False when Redis has not heard it. */
  async function say(): Promise<boolean> {
    const isWhole = isWholeUnsaid;
    const changed = unsaid;
    unsaid = new Map();
    // Those who have gone are told of too, though nothing of them is left to be said.
    const places = isWhole ? union(changed, mine) : changed;
    const claims = [...places].flatMap(([vendorId, those]) =>
      [...those].flatMap(place => [vendorId, place, String(here(vendorId, place))]),
    );
    try {
      const elsewhere = await run(SAY, isWhole ? "whole" : "part", ...claims);
      isWholeUnsaid = elsewhere === null;
      if (elsewhere) tell(elsewhere);
      else unsaid = union(changed, unsaid);
      return true;
    } catch {
      isWholeUnsaid = true;
      tell(nothingElsewhere(withoutOthers(changed)));
      return false;
    }
  }

  /** Business, place and how many are there elsewhere, of each place one after the other. */
  function tell({ asOf, rest }: Elsewhere): void {
    const counts = new Map<VendorId, Map<Place, number>>();
    for (let i = 0; i < rest.length; i += 3) {
      const vendorId = VendorId.parse(rest[i]);
      const place = rest[i + 1] as Place;
      const places = counts.get(vendorId) ?? new Map<Place, number>();
      counts.set(vendorId, places.set(place, here(vendorId, place) + Number(rest[i + 2])));
    }
    for (const [vendorId, places] of counts)
      for (const listener of listeners) listener(vendorId, { asOf, places });
  }

  async function beat(): Promise<void> {
    const elsewhere = await run(BEAT).catch(() => nothingElsewhere());
    if (elsewhere) tell(elsewhere);
    else isWholeUnsaid = true;
    if (isEnded) return;
    speak();
    cancelBeat();
    cancelBeat = timers.after(pace.beatMs, () => void beat());
  }

  redis.onUp(() => void beat());

  return {
    enter(vendorId, place) {
      change(vendorId, place, 1);
      let isHere = true;
      return () => {
        if (isHere) change(vendorId, place, -1);
        isHere = false;
      };
    },

    async at(vendorId) {
      const { asOf, rest } = (await run(AT, vendorId).catch(() => null)) ?? nothingElsewhere();
      const places = new Map(mine.get(vendorId));
      for (let i = 0; i < rest.length; i += 2) {
        const place = rest[i] as Place;
        places.set(place, (places.get(place) ?? 0) + Number(rest[i + 1]));
      }
      return { asOf, places };
    },

    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    async [Symbol.asyncDispose]() {
      isEnded = true;
      cancelBeat();
      await saying;
      await run(END).catch(() => {});
    },
  };
}

type Places = ReadonlyMap<VendorId, ReadonlySet<Place> | ReadonlyMap<Place, number>>;

function union(...all: Places[]): Map<VendorId, Set<Place>> {
  const joined = new Map<VendorId, Set<Place>>();
  for (const places of all)
    for (const [vendorId, those] of places)
      joined.set(vendorId, new Set([...(joined.get(vendorId) ?? []), ...those.keys()]));
  return joined;
}

const withoutOthers = (places: Places): string[] =>
  [...places].flatMap(([vendorId, those]) => [...those.keys()].flatMap(place => [vendorId, place, "0"]));
