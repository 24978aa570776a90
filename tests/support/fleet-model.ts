import { expect } from "bun:test";
import fc from "fast-check";
import { createFleet, type DriverDoc } from "../../src/server/features/drivers/index.ts";
import type { Cache } from "../../src/server/platform/cache/cache.port.ts";
import type { DriverStatus } from "../../src/shared/drivers/driver.schema.ts";
import { vendorRoom } from "../../src/shared/events.ts";
import { toGeoJson } from "../../src/shared/geo.ts";
import { DriverId, type VendorId } from "../../src/shared/ids.ts";
import { createManualTime, type ManualTime } from "./manual-time.ts";

/*
 * A fleet in a database, two processes that keep what they read of it in one cache, and boards that begin to watch at
 * any time. Reads of the database answer late, events arrive late, positions are durable before they are announced.
 */

const DRIVERS = 3;
const PROCESSES = 2;

export const aStep = fc.record({
  do: fc.constantFrom("store", "announce", "duty", "hear", "watch", "answer", "answer", "leave", "wait"),
  process: fc.nat(PROCESSES - 1),
  driver: fc.nat(DRIVERS - 1),
  pick: fc.nat(20),
});
export type Step = typeof aStep extends fc.Arbitrary<infer Value> ? Value : never;

type Places = {
  cacheOf: (process: number, time: ManualTime) => Cache;
  /** Resolves when everything that was asked of the cache is done. */
  settle: () => Promise<unknown>;
  /** Ends the life of what is kept, where the clock does not. */
  expire?: () => Promise<unknown>;
  vendorId: VendorId;
};

type Board = { process: number; known: Map<string, number>; heard: Map<string, number>; isOpen: boolean };

const NEXT = { offline: "available", available: "busy", busy: "offline", on_break: "offline" } as const;

/** Runs the steps, and expects of every board that it misses no position, and sees nobody in a state that its process, or a board of it, knows to be over. */
export async function runFleet(
  steps: readonly Step[],
  { cacheOf, settle, expire, vendorId }: Places,
): Promise<void> {
  const time = createManualTime();
  const drivers: DriverDoc[] = Array.from({ length: DRIVERS }, (_, index) => aDriver(index, vendorId));
  const events: { driverId: DriverId; seq: number; status: DriverStatus }[] = [];
  const heard = Array<number>(PROCESSES).fill(0);
  const reads: (() => void)[] = [];
  const stored: { driver: number; ms: number }[] = [];
  const announced = new Map<string, number>();
  const boards: Board[] = [];
  const watching: Promise<void>[] = [];
  /** What the boards of each process were told of a driver. */
  const shown = Array.from({ length: PROCESSES }, () => new Map<DriverId, number>());
  /** How often each has joined or left. */
  const moves = Array<number>(DRIVERS).fill(0);
  let ms = 0;

  /** The answer holds what was so at some time between the question and it. */
  async function readAll(): Promise<DriverDoc[]> {
    const turn = () => new Promise<void>(resolve => reads.push(resolve));
    await turn();
    const snapshot = structuredClone(drivers.filter(({ isActive }) => isActive));
    await turn();
    return snapshot;
  }

  const fleets = Array.from({ length: PROCESSES }, (_, process) =>
    createFleet({
      cache: cacheOf(process, time),
      clock: time.clock,
      repo: { activeOf: readAll, findByIds: async () => [] },
      log: {
        health: () => ({ isReady: true }) as never,
        cursor: () => `${heard[process]}.0.0`,
        since: (room, { seconds }) => {
          expect(room).toBe(vendorRoom(vendorId));
          const entries = events.slice(seconds, heard[process]).map(event => ({
            event: { type: "driver_status", vendorId, at: "", ...event },
          }));
          return { entries, upTo: { seconds: heard[process] ?? 0, increment: 0, index: 0 } } as never;
        },
      },
    }),
  );

  async function watch(process: number): Promise<void> {
    const board: Board = { process, known: new Map(), heard: new Map(), isOpen: false };
    boards.push(board);
    const missed = new Map(announced);
    const movesBefore = [...moves];
    const versions = new Map(events.slice(0, heard[process]).map(({ driverId, seq }) => [driverId, seq]));
    for (const [driverId, version] of shown[process] ?? [])
      versions.set(driverId, Math.max(version, versions.get(driverId) ?? 0));
    const members = (await fleets[process]?.of(vendorId)) ?? [];
    board.isOpen = true;
    for (const { _id, status, version, position } of members) {
      expect(version).toBeGreaterThanOrEqual(versions.get(_id) ?? 1);
      expect(status).toBe(statusOf(version));
      shown[process]?.set(_id, version);
      if (position) board.known.set(_id, Date.parse(position.timestamp));
      const mustKnow = missed.get(_id);
      const isOnDuty = status === "available" || status === "busy";
      if (isOnDuty && mustKnow) expect(board.known.get(_id)).toBeGreaterThanOrEqual(mustKnow);
      if (!isOnDuty) expect(position).toBeNull();
    }
    for (const [index, { _id, isActive }] of drivers.entries())
      if (moves[index] === movesBefore[index])
        expect([_id, members.some(member => member._id === _id)]).toEqual([_id, isActive]);
  }

  async function take({ do: kind, process, driver, pick }: Step): Promise<void> {
    const doc = drivers[driver] as DriverDoc;
    if (kind === "store") {
      ms += 1_000;
      const timestamp = new Date(ms);
      doc.location = toGeoJson({ latitude: 60, longitude: 24 });
      doc.fix = { timestamp, speed: null, heading: null, accuracy: null };
      stored.push({ driver, ms });
    }
    const [next] = kind === "announce" ? stored.splice(pick % Math.max(1, stored.length), 1) : [];
    if (next) {
      const driverId = (drivers[next.driver] as DriverDoc)._id;
      const fix = { timestamp: new Date(next.ms), speed: null, heading: null, accuracy: null };
      fleets[process]?.moved([{ driverId, vendorId, point: { latitude: 60, longitude: 24 }, ...fix }]);
      const { ms: at } = next;
      announced.set(driverId, Math.max(at, announced.get(driverId) ?? 0));
      for (const board of boards) board.heard.set(driverId, Math.max(at, board.heard.get(driverId) ?? 0));
    }
    if (kind === "duty") {
      doc.version += 1;
      doc.status = statusOf(doc.version);
      events.push({ driverId: doc._id, seq: doc.version, status: doc.status });
    }
    if (kind === "hear") heard[process] = Math.min(events.length, (heard[process] ?? 0) + 1 + (pick % 3));
    if (kind === "watch") watching.push(watch(process));
    if (kind === "answer") reads.splice(pick % Math.max(1, reads.length), 1)[0]?.();
    if (kind === "leave") {
      doc.isActive = !doc.isActive;
      moves[driver] = (moves[driver] ?? 0) + 1;
      await fleets[process]?.changed(vendorId);
    }
    if (kind === "wait") time.advance(pick * 4_000);
    if (kind === "wait" && pick > 15) await expire?.();
    await settle();
    await new Promise(setImmediate);
  }

  for (const step of steps) await take(step);
  while (boards.some(({ isOpen }) => !isOpen)) {
    for (const answer of reads.splice(0)) answer();
    await settle();
    await new Promise(setImmediate);
  }
  await Promise.all(watching);
}

/** Each driver goes round the same way, so that a version tells what he was. */
function statusOf(version: number): DriverStatus {
  let status: DriverStatus = "offline";
  for (let i = 1; i < version; i += 1) status = NEXT[status];
  return status;
}

function aDriver(index: number, vendorId: VendorId): DriverDoc {
  return {
    _id: DriverId.parse(`00000000-0000-4000-8000-00000000000${index}`),
    vendorId,
    status: "offline",
    version: 1,
    location: null,
    fix: null,
    lastLocationUpdate: null,
    isActive: true,
  } as DriverDoc;
}
