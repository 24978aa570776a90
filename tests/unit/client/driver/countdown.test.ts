import { describe, expect, test } from "bun:test";
import {
  countdownSpoken,
  countdownText,
  remainingMs,
} from "../../../../src/client/features/driver/phone/countdown.ts";

const OFFER = { assignedAt: "2026-03-02T12:00:00.000Z", expiresAt: "2026-03-02T12:05:00.000Z" };
const NOON = Date.parse(OFFER.assignedAt);

describe("countdown of an offer", () => {
  test("runs by the server's clock", () => {
    expect(remainingMs(OFFER, NOON + 60_000)).toBe(240_000);
  });
  test("is never below zero and never more than there was", () => {
    expect(remainingMs(OFFER, NOON + 600_000)).toBe(0);
    expect(remainingMs(OFFER, NOON - 2_000)).toBe(300_000);
  });
  test("reads as a clock and is spoken as words", () => {
    expect(countdownText(245_000)).toBe("4:05");
    expect(countdownText(200)).toBe("0:01");
    expect(countdownText(0)).toBe("0:00");
    expect(countdownSpoken(61_000)).toBe("1 minute 1 second");
    expect(countdownSpoken(0)).toBe("no time");
  });
});
