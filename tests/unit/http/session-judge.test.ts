import { expect, test } from "bun:test";
import { createSessionJudge } from "../../../src/server/http/live/session-judge.ts";
import { createLogger } from "../../../src/server/platform/logger/logger.ts";
import type { Actor } from "../../../src/shared/auth/actor.ts";
import { SessionId, UserId } from "../../../src/shared/ids.ts";
import { createManualTime } from "../../support/manual-time.ts";

const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

const anActor = (number: number): Actor => ({
  userId: UserId.parse(idOf(number)),
  sessionId: SessionId.parse(idOf(number)),
  role: "vendor",
  fullName: "Venla Vendor",
  vendorId: null,
  memberRole: "owner",
  driverId: null,
  mustEnrolSecondFactor: false,
});

const settle = () => new Promise(resolve => setImmediate(resolve));

/** A judge over sessions that a test can end, and what it has read. */
function createCourt() {
  const time = createManualTime();
  const live = new Map<SessionId, Actor>();
  const reads: number[] = [];
  let isDown = false;
  let sayEnded: (userId: UserId) => void = () => {};
  const judge = createSessionJudge({
    ...time,
    logger: createLogger("silent"),
    actorsOf: async sessions => {
      reads.push(sessions.length);
      if (isDown) throw new Error("no database");
      return new Map(
        sessions.flatMap(({ sessionId }) => {
          const actor = live.get(sessionId);
          return actor ? [[sessionId, actor] as const] : [];
        }),
      );
    },
    onSessionEnded: listener => {
      sayEnded = listener;
    },
  });
  return {
    live,
    reads,
    sayEnded: (userId: UserId) => sayEnded(userId),
    breakDown: (down: boolean) => {
      isDown = down;
    },
    async pass(milliseconds: number): Promise<void> {
      time.advance(milliseconds);
      for (let turn = 0; turn < 50; turn++) await settle();
    },
    /** Connects; `ended` is why it was ended. */
    connect(actor: Actor) {
      live.set(actor.sessionId, actor);
      const connection = { ended: null as string | null, handedOver: 0, stop: () => {} };
      const expiresAt = new Date(time.clock.now().getTime() + 900_000);
      connection.stop = judge.watch(
        { actor, expiresAt },
        { handOver: () => (connection.handedOver += 1), end: reason => (connection.ended = reason) },
      );
      return connection;
    },
  };
}

test("ten thousand sessions are judged with forty reads every four seconds, their tabs with them", async () => {
  const court = createCourt();
  for (let number = 0; number < 10_000; number++)
    for (let tab = 0; tab < 2; tab++) court.connect(anActor(number));
  await court.pass(3_999);
  expect(court.reads).toEqual([]);
  await court.pass(1);
  expect(court.reads).toEqual(Array.from({ length: 40 }, () => 250));
  await court.pass(4_000);
  expect(court.reads).toHaveLength(80);
});

test("a session that has ended ends all its connections within four seconds, and no other", async () => {
  const court = createCourt();
  const [first, second, other] = [anActor(1), anActor(1), anActor(2)].map(court.connect);
  court.live.delete(anActor(1).sessionId);
  await court.pass(4_000);
  expect([first?.ended, second?.ended, other?.ended]).toEqual(["session ended", "session ended", null]);
});

test("who acts for something else now is asked to come again", async () => {
  const court = createCourt();
  const connection = court.connect(anActor(1));
  court.live.set(anActor(1).sessionId, { ...anActor(1), memberRole: "viewer" });
  await court.pass(4_000);
  expect(connection.ended).toBe("session ended");
});

test("word of an end is looked into at once, for that account alone", async () => {
  const court = createCourt();
  const [gone] = [anActor(1), anActor(2)].map(court.connect);
  court.live.delete(anActor(1).sessionId);
  court.sayEnded(anActor(1).userId);
  await court.pass(0);
  expect(gone?.ended).toBe("session ended");
  expect(court.reads).toEqual([1]);
});

test("while the database is away everybody stays, and is judged when it is back", async () => {
  const court = createCourt();
  const connection = court.connect(anActor(1));
  court.live.clear();
  court.breakDown(true);
  await court.pass(4_000);
  expect(connection.ended).toBeNull();
  court.breakDown(false);
  await court.pass(4_000);
  expect(connection.ended).toBe("session ended");
});

test("nobody is asked about who has gone", async () => {
  const court = createCourt();
  court.connect(anActor(1)).stop();
  await court.pass(8_000);
  expect(court.reads).toEqual([]);
});

test("a token that runs out is asked for anew half a minute before, once, and then ends its connection", async () => {
  const court = createCourt();
  const [asked, left] = [anActor(1), anActor(1)].map(court.connect);
  left?.stop();
  await court.pass(869_999);
  expect(asked?.handedOver).toBe(0);
  await court.pass(1);
  await court.pass(29_999);
  expect(asked).toMatchObject({ handedOver: 1, ended: null });
  await court.pass(1);
  expect(asked).toMatchObject({ handedOver: 1, ended: "token expired" });
  expect(left).toMatchObject({ handedOver: 0, ended: null });
});
