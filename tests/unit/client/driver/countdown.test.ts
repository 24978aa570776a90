import { describe, expect, test } from "bun:test";
import {
  countdownSpoken,
  countdownText,
  remainingMs,
} from "../../../../src/client/features/driver/phone/countdown.ts";
import { createServerClock } from "../../../../src/client/features/driver/phone/server-clock.ts";

const OFFER = { assignedAt: "2026-03-02T12:00:00.000Z", expiresAt: "2026-03-02T12:05:00.000Z" };
const NOON = Date.parse(OFFER.assignedAt);

describe("countdown of an offer", () => {
  test("runs by the server's clock, whatever the phone believes", () => {
    expect(remainingMs(OFFER, NOON + 60_000, 0)).toBe(240_000);
    expect(remainingMs(OFFER, NOON + 60_000 + 3_600_000, -3_600_000)).toBe(240_000);
  });
  test("is never below zero and never more than there was", () => {
    expect(remainingMs(OFFER, NOON + 600_000, 0)).toBe(0);
    expect(remainingMs(OFFER, NOON - 2_000, 0)).toBe(300_000);
  });
  test("reads as a clock and is spoken as words", () => {
    expect(countdownText(245_000)).toBe("4:05");
    expect(countdownText(200)).toBe("0:01");
    expect(countdownText(0)).toBe("0:00");
    expect(countdownSpoken(61_000)).toBe("1 minute 1 second");
    expect(countdownSpoken(0)).toBe("no time");
  });
});

describe("the server's clock", () => {
  const answerWith = (date: string | null) => async () => new Response("", { headers: date ? { date } : {} });

  test("is the header's time between asking and hearing", async () => {
    let now = NOON;
    const clock = createServerClock(answerWith("Mon, 02 Mar 2026 12:10:00 GMT"), () => {
      now += 100;
      return now;
    });
    await clock.measure();
    expect(clock.offsetMs()).toBe(600_000 + 500 - 150);
  });

  test("keeps what it knew when the server is out of reach or tells no time", async () => {
    let ask = answerWith("Mon, 02 Mar 2026 12:10:00 GMT");
    const clock = createServerClock(
      () => ask(),
      () => NOON,
    );
    await clock.measure();
    const known = clock.offsetMs();
    ask = answerWith(null);
    await clock.measure();
    ask = () => Promise.reject(new Error("offline"));
    await clock.measure();
    expect(clock.offsetMs()).toBe(known);
  });
});
