import { expect, test } from "bun:test";
import { createDeadlines } from "../../../src/server/http/live/deadlines.ts";
import { createManualTime } from "../../support/manual-time.ts";

/** Deadlines, who was called so far, and how many timers have been started. */
function createCalendar() {
  const { clock, timers, advance } = createManualTime();
  const called: string[] = [];
  let started = 0;
  const counted: typeof timers = {
    after(delayMs, work) {
      started += 1;
      return timers.after(delayMs, work);
    },
  };
  const putDown = createDeadlines<string>({ clock, timers: counted }, item => called.push(item));
  return {
    called,
    advance,
    started: () => started,
    putDown: (item: string, inMs: number) => putDown(item, clock.now().getTime() + inMs),
  };
}

test("ten thousand of the same second share a timer, and are called in that second", () => {
  const calendar = createCalendar();
  for (let number = 0; number < 10_000; number++) calendar.putDown(String(number), 5_000 + (number % 1_000));
  calendar.putDown("next", 6_000);
  expect(calendar.started()).toBe(2);
  calendar.advance(4_999);
  expect(calendar.called).toEqual([]);
  calendar.advance(1);
  expect(calendar.called).toHaveLength(10_000);
  calendar.advance(1_000);
  expect(calendar.called.at(-1)).toBe("next");
});

test("who is taken out is not called, even by one of his second", () => {
  const calendar = createCalendar();
  calendar.putDown("stays", 1_000);
  calendar.putDown("goes", 1_000).delete("goes");
  calendar.advance(2_000);
  expect(calendar.called).toEqual(["stays"]);
});

test("who is put down for a time that is over is called at once", () => {
  const calendar = createCalendar();
  calendar.putDown("late", -3_000);
  calendar.advance(0);
  expect(calendar.called).toEqual(["late"]);
});

test("a second can be filled anew when its timer has run", () => {
  const calendar = createCalendar();
  calendar.putDown("first", 0);
  calendar.advance(0);
  calendar.putDown("second", 0);
  calendar.advance(0);
  expect(calendar.called).toEqual(["first", "second"]);
});
