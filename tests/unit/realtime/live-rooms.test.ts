import { expect, test } from "bun:test";
import fc from "fast-check";
import { createLiveRooms } from "../../../src/server/features/realtime/index.ts";
import { createMemoryLiveBus } from "../../../src/server/platform/live-bus/memory.live-bus.ts";
import { driverRoom, type Room } from "../../../src/shared/events.ts";
import { VendorId } from "../../../src/shared/ids.ts";
import { createManualTime } from "../../support/manual-time.ts";
import { driverIdOf, positionOf } from "../../support/positions.ts";

const vendorId = VendorId.parse("00000000-0000-4000-8000-000000000100");
const ROOMS: readonly Room[] = [0, 1, 2].map(number => driverRoom(driverIdOf(number)));
const SOCKETS = 4;
const FRAME_MS = 250;

/** Lets generators run as far as they can. */
const settle = () => new Promise(resolve => setImmediate(resolve));

/** One subscription of a socket: what it has heard of each driver, and whether it still runs. */
type Member = {
  room: Room;
  heard: Map<string, string>;
  frames: number;
  isRunning: boolean;
  abort: AbortController;
};

function createWorld() {
  const time = createManualTime();
  const bus = createMemoryLiveBus();
  const rooms = createLiveRooms({ bus, ...time });
  const sockets: Set<Member>[] = Array.from({ length: SOCKETS }, () => new Set());

  function join(socket: number, room: Room): void {
    const abort = new AbortController();
    const member: Member = { room, heard: new Map(), frames: 0, isRunning: true, abort };
    sockets[socket]?.add(member);
    void (async () => {
      for await (const frame of rooms.subscribe(
        { vendorId, room },
        { known: async () => [], signal: abort.signal },
      )) {
        member.frames += 1;
        for (const message of frame)
          if (message.type === "driver_location") member.heard.set(message.driverId, message.timestamp);
      }
      member.isRunning = false;
    })();
  }
  return { time, bus, rooms, sockets, join };
}

const command = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("join"), socket: fc.nat(SOCKETS - 1), room: fc.nat(2) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("leave"), socket: fc.nat(SOCKETS - 1), room: fc.nat(2) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("die"), socket: fc.nat(SOCKETS - 1), room: fc.nat(2) }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("publish"), socket: fc.nat(5), room: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("wait"), socket: fc.nat(400), room: fc.nat(2) }) },
);

test("members and what they hear equal the model, whatever order they join, leave, die and publish in", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 40 }), async commands => {
      const { time, bus, rooms, sockets, join } = createWorld();
      /** The model: of each member, the last position of each driver that was published while it was in the room. */
      const expected = new Map<Member, Map<string, string>>();
      const gone: Member[] = [];
      /** The last of each driver in each room. */
      const published = new Map<string, string>();
      let second = 0;
      const leave = (socket: number, member: Member) => {
        member.abort.abort();
        sockets[socket]?.delete(member);
        expected.delete(member);
        gone.push(member);
      };
      for (const { do: kind, socket, room: roomNumber } of commands) {
        const room = ROOMS[roomNumber] as Room;
        const members = [...(sockets[socket] ?? [])];
        if (kind === "join") {
          join(socket, room);
          for (const member of sockets[socket] ?? [])
            if (!expected.has(member)) expected.set(member, new Map());
        }
        const leaving = members.find(member => member.room === room);
        if (kind === "leave" && leaving) leave(socket, leaving);
        if (kind === "die") for (const member of members) leave(socket, member);
        if (kind === "publish") {
          second += 1;
          bus.publish([{ vendorId, rooms: [room], message: positionOf(socket, second) }]);
          published.set(`${room} ${driverIdOf(socket)}`, new Date(second * 1_000).toISOString());
          for (const [member, heard] of expected)
            if (member.room === room) heard.set(driverIdOf(socket), new Date(second * 1_000).toISOString());
        }
        if (kind === "wait") time.advance(socket);
        await settle();
      }
      expect(rooms.listeners()).toBe(expected.size);
      const atEnd = gone.map(({ frames }) => frames);
      // What waits is passed on within two frames.
      for (let frame = 0; frame < 2; frame += 1) {
        time.advance(FRAME_MS);
        await settle();
      }
      for (const [member, heard] of expected) {
        // What waited in the room when he came in may have reached him too: it was the latest.
        const early = [...member.heard.keys()].filter(driver => !heard.has(driver));
        const latest = early.map(driver => [driver, published.get(`${member.room} ${driver}`)] as const);
        expect(member.heard).toEqual(new Map([...heard, ...latest] as [string, string][]));
      }
      expect(gone.map(({ frames }) => frames)).toEqual(atEnd);
      expect(gone.filter(({ isRunning }) => isRunning)).toEqual([]);

      for (const member of expected.keys()) member.abort.abort();
      await settle();
      expect(rooms.listeners()).toBe(0);
      expect([...expected.keys()].filter(({ isRunning }) => isRunning)).toEqual([]);
      expect(bus.rooms()).toBe(0);
    }),
    { numRuns: 1_000 },
  );
}, 60_000);

test("a room in which five hundred move has no more turns than one in which one does, who is heard of in each", async () => {
  const { time, bus, rooms, sockets, join } = createWorld();
  const [busy, quiet] = [driverRoom(driverIdOf(1)), driverRoom(driverIdOf(2))];
  join(0, busy);
  join(1, quiet);
  await settle();
  const TICKS = 40;
  const TICK_MS = 50;
  for (let second = 1; second <= TICKS; second += 1) {
    const crowd = Array.from({ length: 500 }, (_, driver) => positionOf(10 + driver, second));
    bus.publish(
      crowd.map(message => ({ vendorId, rooms: [busy], message: { ...message, isCarrying: true } })),
    );
    bus.publish([{ vendorId, rooms: [quiet], message: positionOf(2, second) }]);
    time.advance(TICK_MS);
    await settle();
  }
  const [of500, of1] = sockets.flatMap(members => [...members]);
  // One to begin with, one at once, and then one each quarter of a second.
  expect([of500?.frames, of1?.frames]).toEqual([10, 10]);
  expect(of1?.heard.get(driverIdOf(2))).toBe(new Date(TICKS * 1_000).toISOString());
  for (const socket of sockets) for (const { abort } of socket) abort.abort();
  await settle();
  expect(rooms.listeners()).toBe(0);
});

test("ten thousand joins and leaves leave nothing behind", async () => {
  const { time, bus, rooms, sockets, join } = createWorld();
  for (let round = 0; round < 100; round += 1) {
    for (let one = 0; one < 100; one += 1) join(one % SOCKETS, driverRoom(driverIdOf(one)));
    await settle();
    expect(rooms.listeners()).toBe(100);
    for (const socket of sockets) {
      for (const { abort } of socket) abort.abort();
      socket.clear();
    }
    await settle();
  }
  expect(rooms.listeners()).toBe(0);
  expect(bus.rooms()).toBe(0);
  bus.publish([{ vendorId, rooms: [driverRoom(driverIdOf(1))], message: positionOf(1, 1) }]);
  time.advance(FRAME_MS);
});
