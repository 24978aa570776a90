import { describe, expect, test } from "bun:test";
import { createAttempts } from "../../../src/server/features/auth/attempts.ts";
import { createMemoryLimiter } from "../../../src/server/platform/limits/memory.limiter.ts";
import { DEFAULT_RULES } from "../../../src/server/platform/limits/rules.ts";
import { createManualTime } from "../../support/manual-time.ts";

function createWorld() {
  const time = createManualTime();
  const refusedBy: string[] = [];
  const attempts = createAttempts({
    limiter: createMemoryLimiter(time.clock),
    rules: DEFAULT_RULES,
    onRefused: rule => refusedBy.push(rule),
  });
  /** How long `begin` says to wait, or 0 when it lets through. */
  const waitOf = async (key: string): Promise<unknown> => {
    try {
      await attempts.begin(key);
      return 0;
    } catch (error) {
      expect(error).toMatchObject({ code: "TOO_MANY_REQUESTS" });
      return (error as { details: { seconds: number } }).details.seconds;
    }
  };
  return { time, attempts, waitOf, refusedBy };
}

describe("tries at a password", () => {
  test("are ten in a quarter of an hour, then one has to wait for its end", async () => {
    const { time, waitOf, refusedBy } = createWorld();
    const waits = await Promise.all(Array.from({ length: 11 }, () => waitOf("a 192.0.2.1")));
    expect(waits).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 900]);
    time.advance(10 * 60_000);
    expect(await waitOf("a 192.0.2.1")).toBe(300);
    time.advance(5 * 60_000);
    expect(await waitOf("a 192.0.2.1")).toBe(0);
    expect(refusedBy).toEqual(["tries", "tries"]);
  });

  test("from one address do not lock the owner out at another", async () => {
    const { waitOf } = createWorld();
    for (let i = 0; i < 11; i++) await waitOf("a 192.0.2.1");
    expect(await waitOf("a 192.0.2.2")).toBe(0);
  });

  test("are forgotten once the password was right", async () => {
    const { attempts, waitOf } = createWorld();
    for (let i = 0; i < 10; i++) await attempts.begin("a");
    await attempts.succeed("a");
    expect(await waitOf("a")).toBe(0);
  });

  test("from everywhere together are a hundred", async () => {
    const { attempts } = createWorld();
    for (let i = 0; i < 100; i++) expect(await attempts.waitAnywhere("a")).toBe(0);
    expect(await attempts.waitAnywhere("a")).toBe(900);
  });
});
