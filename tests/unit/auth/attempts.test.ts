import { describe, expect, test } from "bun:test";
import { createAttempts } from "../../../src/server/features/auth/attempts.ts";
import { DomainError } from "../../../src/shared/errors.ts";
import { createManualTime } from "../../support/manual-time.ts";

/** How long `begin` says to wait, or 0 when it lets through. */
function waitOf(begin: () => void): unknown {
  try {
    begin();
    return 0;
  } catch (error) {
    return error instanceof DomainError && error.code === "TOO_MANY_REQUESTS" && error.details.seconds;
  }
}

describe("tries at a password", () => {
  test("are ten in a quarter of an hour, then one has to wait for its end", () => {
    const time = createManualTime();
    const attempts = createAttempts(time.clock);
    const waits = Array.from({ length: 11 }, () => waitOf(() => attempts.begin("a 192.0.2.1")));
    expect(waits).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 900]);
    time.advance(10 * 60_000);
    expect(waitOf(() => attempts.begin("a 192.0.2.1"))).toBe(300);
    time.advance(5 * 60_000);
    expect(waitOf(() => attempts.begin("a 192.0.2.1"))).toBe(0);
  });

  test("from one address do not lock the owner out at another", () => {
    const attempts = createAttempts(createManualTime().clock);
    for (let i = 0; i < 11; i++) waitOf(() => attempts.begin("a 192.0.2.1"));
    expect(waitOf(() => attempts.begin("a 192.0.2.2"))).toBe(0);
  });

  test("are forgotten once the password was right", () => {
    const attempts = createAttempts(createManualTime().clock);
    for (let i = 0; i < 10; i++) attempts.begin("a");
    attempts.succeed("a");
    expect(waitOf(() => attempts.begin("a"))).toBe(0);
  });
});
