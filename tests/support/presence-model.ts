import { expect } from "bun:test";
import fc from "fast-check";
import type { Place, Presence } from "../../src/server/platform/presence/presence.port.ts";
import { VendorId } from "../../src/shared/ids.ts";

/*
 * Two processes at which people come and go, either of which may die without a word and be started again.
 */

const uuid = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`;
const VENDORS = [1, 2].map(digit => VendorId.parse(uuid(digit)));
const PLACES = [3, 4, 5].map(digit => `driver_${uuid(digit)}` as Place);
const PROCESSES = 2;

export const aStep = fc.record({
  do: fc.constantFrom("enter", "enter", "enter", "leave", "leaveTwice", "wait", "die", "forget"),
  process: fc.nat(PROCESSES - 1),
  vendor: fc.nat(VENDORS.length - 1),
  place: fc.nat(PLACES.length - 1),
  pick: fc.nat(20),
});
export type Step = typeof aStep extends fc.Arbitrary<infer Value> ? Value : never;

export type PresenceWorld = {
  /** A process that has just been started in place of whatever was there. */
  start(process: number): Promise<Presence>;
  /** Ends a process without a word. */
  die(process: number): Promise<void>;
  wait(seconds: number): void;
  /** What all processes know together is lost, if that can be. */
  forget(): Promise<void>;
  /** Tries until it does not throw, for as long as the world takes to notice. */
  eventually(check: () => Promise<void>): Promise<void>;
};

type Guest = { process: number; vendorId: VendorId; place: Place; leave: () => void };

/** Runs the steps, and expects after each that every process knows who is there, and that it was told to somebody. */
export async function runPresence(steps: readonly Step[], world: PresenceWorld): Promise<void> {
  const processes: Presence[] = [];
  /** By business and place what was told last, by whichever process. */
  const told = new Map<string, { count: number; asOf: number }>();
  let guests: Guest[] = [];

  async function start(process: number): Promise<void> {
    const presence = await world.start(process);
    processes[process] = presence;
    presence.onChange((vendorId, { asOf, places }) => {
      for (const [place, count] of places) {
        const key = `${vendorId} ${place}`;
        if ((told.get(key)?.asOf ?? 0) <= asOf) told.set(key, { count, asOf });
      }
    });
  }

  async function expectAll(): Promise<void> {
    for (const vendorId of VENDORS) {
      const there = guests.filter(guest => guest.vendorId === vendorId);
      const counts = new Map<Place, number>();
      for (const { place } of there) counts.set(place, (counts.get(place) ?? 0) + 1);
      for (const presence of processes) expect((await presence.at(vendorId)).places).toEqual(counts);
      for (const [key, { count }] of told)
        if (key.startsWith(vendorId))
          expect([key, count]).toEqual([key, counts.get(key.slice(vendorId.length + 1) as Place) ?? 0]);
      for (const place of counts.keys())
        expect([place, told.has(`${vendorId} ${place}`)]).toEqual([place, true]);
    }
  }

  for (let process = 0; process < PROCESSES; process += 1) await start(process);
  for (const { do: kind, process, vendor, place: where, pick } of steps) {
    const [vendorId, place] = [VENDORS[vendor] as VendorId, PLACES[where] as Place];
    if (kind === "enter") {
      const leave = (processes[process] as Presence).enter(vendorId, place);
      guests.push({ process, vendorId, place, leave });
    }
    const guest = guests[pick % Math.max(1, guests.length)];
    if (kind.startsWith("leave") && guest) {
      guest.leave();
      if (kind === "leaveTwice") guest.leave();
      guests = guests.filter(other => other !== guest);
    }
    if (kind === "wait") world.wait(pick);
    if (kind === "forget") await world.forget();
    if (kind === "die") {
      await world.die(process);
      guests = guests.filter(other => other.process !== process);
      await start(process);
    }
    await world.eventually(expectAll);
  }
  for (const { leave } of guests) leave();
  guests = [];
  await world.eventually(expectAll);
}
