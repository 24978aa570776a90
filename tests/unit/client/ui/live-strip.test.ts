import { describe, expect, test } from "bun:test";
import { isCutOff, STALE_AFTER_MS } from "../../../../src/client/ui/live-strip.tsx";

const NOW = 1_000_000;
const heard = (msAgo: number) => NOW - msAgo;

describe("a screen", () => {
  test("follows what happens while it is heard, and has not begun before it was heard first", () => {
    expect(isCutOff({ connection: "open", lastHeardAt: heard(2_000) }, NOW)).toBe(false);
    expect(isCutOff({ connection: "connecting", lastHeardAt: null }, NOW)).toBe(false);
  });

  test("is cut off as soon as the socket is gone, the network is, or an open socket has said nothing", () => {
    expect(isCutOff({ connection: "reconnecting", lastHeardAt: heard(1_000) }, NOW)).toBe(true);
    expect(isCutOff({ connection: "offline", lastHeardAt: heard(1_000) }, NOW)).toBe(true);
    expect(isCutOff({ connection: "open", lastHeardAt: heard(STALE_AFTER_MS + 1) }, NOW)).toBe(true);
  });
});
