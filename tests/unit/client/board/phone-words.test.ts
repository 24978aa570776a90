import { expect, test } from "bun:test";
import { phoneWords } from "../../../../src/client/features/board/phone-words.ts";
import type { DriverPresenceMessage } from "../../../../src/shared/events.ts";
import { DriverId } from "../../../../src/shared/ids.ts";

const NOW = Date.parse("2026-11-23T12:00:00.000Z");
const ago = (seconds: number) => new Date(NOW - seconds * 1_000).toISOString();
const presence = (over: Partial<DriverPresenceMessage>): DriverPresenceMessage => ({
  type: "driver_presence",
  asOf: 0,
  driverId: DriverId.parse("00000000-0000-4000-8000-000000000001"),
  isConnected: true,
  lastSeenAt: ago(5),
  lastLocationUpdate: ago(5),
  isSilent: false,
  ...over,
});
const atWork = { status: "busy", isSilent: false, lastLocationUpdate: ago(300) } as const;
const words = (over: Partial<DriverPresenceMessage>, positionAt?: string) =>
  phoneWords(atWork, { presence: presence(over), positionAt }, NOW);

test("a phone that reports is not talked about", () => {
  expect(words({})).toBeNull();
  expect(words({ isConnected: false, lastLocationUpdate: ago(30) })).toBeNull();
});

test("an old position says its age, until a newer one arrives live", () => {
  expect(words({ lastLocationUpdate: ago(120) })).toEqual({ text: "GPS 2 min old", isUrgent: false });
  expect(words({ lastLocationUpdate: ago(120) }, ago(2))).toBeNull();
});

test("a phone that is there without a good position is urgent; one that is away says since when it is", () => {
  expect(words({ isSilent: true, lastLocationUpdate: ago(240) })).toEqual({
    text: "No good GPS for 4 min",
    isUrgent: true,
  });
  const away = words({
    isConnected: false,
    isSilent: true,
    lastLocationUpdate: ago(240),
    lastSeenAt: ago(200),
  });
  expect(away?.text).toMatch(/^Phone offline since \d\d:\d\d$/);
  expect(away?.isUrgent).toBe(true);
});

test("of who is not at work nothing is said, and before the server has told, the list's word counts", () => {
  expect(
    phoneWords(
      { ...atWork, status: "on_break" },
      { presence: presence({ isSilent: true }), positionAt: undefined },
      NOW,
    ),
  ).toBeNull();
  const silent = { ...atWork, isSilent: true };
  expect(phoneWords(silent, { presence: undefined, positionAt: undefined }, NOW)?.text).toBe(
    "Silent for 5 min",
  );
});
