import { describe, expect, test } from "bun:test";
import { isSilent, SILENT_AFTER_MS } from "../../../src/shared/drivers/driver.presence.ts";
import type { DriverStatus } from "../../../src/shared/drivers/driver.schema.ts";

const now = new Date("2026-03-02T08:00:00Z");
const ago = (ms: number) => new Date(now.getTime() - ms);

describe("a driver is silent", () => {
  test.each<[DriverStatus, Date | null, boolean]>([
    ["available", ago(SILENT_AFTER_MS), false],
    ["available", ago(SILENT_AFTER_MS + 1), true],
    ["available", null, false],
    ["busy", ago(1_000), false],
    ["busy", ago(SILENT_AFTER_MS + 1), true],
    ["busy", null, true],
    ["on_break", ago(SILENT_AFTER_MS + 1), false],
    ["offline", ago(SILENT_AFTER_MS + 1), false],
    ["offline", null, false],
  ])("%s, last heard of %p: %p", (status, lastLocationUpdate, silent) => {
    expect(isSilent({ status, lastLocationUpdate }, now)).toBe(silent);
  });
});
