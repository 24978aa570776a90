import { expect, test } from "bun:test";
import { createTurns } from "../../../src/server/features/eta/turns.ts";
import { DriverId } from "../../../src/shared/ids.ts";
import { createManualTime } from "../../support/manual-time.ts";

const driver = (number: number) =>
  DriverId.parse(`00000000-0000-7000-8000-${String(number).padStart(12, "0")}`);
const [A, B] = [driver(1), driver(2)];

/** Whatever has been resolved has been heard of after it. */
const onceRound = () => new Promise(resolve => setImmediate(resolve));

function aRound() {
  const time = createManualTime();
  const begun: DriverId[][] = [];
  const ends = new Map<DriverId, () => void>();
  const turns = createTurns({
    clock: time.clock,
    begin(driverIds) {
      begun.push([...driverIds]);
      return driverId => new Promise(resolve => ends.set(driverId, resolve));
    },
  });
  return { time, turns, begun, end: (driverId: DriverId) => ends.get(driverId)?.() };
}

test("who is wanted while he has his turn has another one afterwards, and one only", async () => {
  const { turns, begun, end } = aRound();
  turns.take([A]);
  turns.take([A]);
  turns.take([A]);
  expect(begun).toEqual([[A]]);
  end(A);
  await onceRound();
  expect(begun).toEqual([[A], [A]]);
  end(A);
  await turns.settled();
  expect(begun).toHaveLength(2);
});

test("turns begin together, and a slow one holds up nobody else's next", async () => {
  const { turns, begun, end } = aRound();
  turns.take([A, B]);
  end(B);
  await onceRound();
  turns.take([A, B]);
  expect(begun).toEqual([[A, B], [B]]);
});

test("a turn is due 15 s after the last one began", () => {
  const { time, turns } = aRound();
  expect(turns.isDue(A)).toBe(true);
  turns.take([A]);
  time.advance(14_999);
  turns.take([B]);
  expect([turns.isDue(A), turns.isDue(B)]).toEqual([false, false]);
  time.advance(1);
  expect([turns.isDue(A), turns.isDue(B)]).toEqual([true, false]);
});

test("who had his turn before the clock was set back is due at once, and nobody waits until it has caught up", async () => {
  const { time, turns, end } = aRound();
  turns.take([A]);
  end(A);
  await turns.settled();
  expect(turns.isDue(A)).toBe(false);
  time.setClock(-600_000);
  expect(turns.isDue(A)).toBe(true);
});
