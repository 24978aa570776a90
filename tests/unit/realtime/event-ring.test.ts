import { expect, test } from "bun:test";
import fc from "fast-check";
import {
  compareCursors,
  cursorBefore,
  type EventCursor,
  formatCursor,
  parseCursor,
} from "../../../src/server/features/events/event-cursor.ts";
import { createEventRing } from "../../../src/server/features/events/event-ring.ts";

const small = fc.nat({ max: 4 });
const cursors: fc.Arbitrary<EventCursor> = fc.record({
  seconds: small,
  increment: small,
  index: fc.nat({ max: 3 }),
});

test("a cursor survives its text, and texts that are none are null", () => {
  const any = fc.record({
    seconds: fc.nat({ max: 2 ** 31 - 1 }),
    increment: fc.nat({ max: 2 ** 31 - 1 }),
    index: fc.nat({ max: 9_999_999 }),
  });
  fc.assert(fc.property(any, cursor => expect(parseCursor(formatCursor(cursor))).toEqual(cursor)));
  for (const text of ["", "1.2", "1.2.3.4", "-1.2.3", "1.2.x", "1e3.1.1", " 1.2.3", "99999999999.1.1"]) {
    expect(parseCursor(text)).toBeNull();
  }
});

test("cursors are ordered by time, then by place in the commit", () => {
  fc.assert(
    fc.property(cursors, cursors, cursors, (a, b, c) => {
      expect(Math.sign(compareCursors(a, b))).toBe(-Math.sign(compareCursors(b, a)) + 0);
      if (compareCursors(a, b) <= 0 && compareCursors(b, c) <= 0)
        expect(compareCursors(a, c)).toBeLessThanOrEqual(0);
      expect(compareCursors(cursorBefore(a), { ...a, index: 1 })).toBeLessThan(0);
    }),
  );
});

test("the ring answers like a list of everything, or says that it no longer can", () => {
  const moves = fc.array(
    fc.oneof(
      { weight: 8, arbitrary: fc.record({ push: cursors }) },
      { weight: 1, arbitrary: fc.record({ reset: cursors }) },
      { weight: 2, arbitrary: fc.record({ reach: cursors }) },
    ),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(
      moves,
      cursors,
      fc.integer({ min: 1, max: 6 }),
      fc.nat({ max: 3 }),
      (steps, asked, most, age) => {
        const ring = createEventRing<{ cursor: EventCursor }>({ maxEvents: most, maxAgeSeconds: age });
        let all: EventCursor[] = [];
        let floor: EventCursor = { seconds: 0, increment: 0, index: 0 };
        let reached = floor;
        const later = (a: EventCursor, b: EventCursor) => (compareCursors(a, b) > 0 ? a : b);
        for (const step of steps) {
          if ("reach" in step) {
            ring.reach(step.reach);
            reached = later(reached, step.reach);
            continue;
          }
          if ("reset" in step) {
            ring.reset(step.reset);
            all = [];
            floor = step.reset;
            reached = floor;
            continue;
          }
          const isNext = compareCursors(step.push, all.at(-1) ?? floor) > 0;
          expect(ring.push({ cursor: step.push })).toBe(isNext);
          if (isNext) all.push(step.push);
        }
        expect(ring.latest()).toEqual(later(reached, all.at(-1) ?? floor));
        expect(ring.size()).toBeLessThanOrEqual(most);

        const answer = ring.since(asked);
        const missed = all.filter(cursor => compareCursors(cursor, asked) > 0);
        if (answer) expect(answer.map(({ cursor }) => cursor)).toEqual(missed);
        // It may only refuse when something was dropped, or lies before the beginning of its history.
        else expect(compareCursors(asked, floor) < 0 || ring.size() < all.length).toBe(true);
        expect(ring.since(ring.latest())).toEqual([]);
      },
    ),
    { numRuns: 500 },
  );
});
