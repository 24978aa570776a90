import { describe, expect, test } from "bun:test";
import { DEFAULT_RULES, RATE_CLASSES, RateLimits } from "../../../src/server/platform/limits/rules.ts";

describe("RATE_LIMITS", () => {
  test("replaces what it names and keeps the rest", () => {
    const { rules, countsCalls } = RateLimits.parse("read-account=5/10s, tries=3/2h");
    expect(rules["read-account"]).toEqual({ name: "read-account", points: 5, windowSeconds: 10 });
    expect(rules.tries).toEqual({ name: "tries", points: 3, windowSeconds: 7_200 });
    expect(rules["read-address"]).toEqual(DEFAULT_RULES["read-address"]);
    expect(countsCalls).toBe(true);
  });

  test("off counts no calls, and tries at passwords as ever", () => {
    expect(RateLimits.parse("off")).toEqual({ countsCalls: false, rules: DEFAULT_RULES });
  });

  test.each([
    "reed-account=5/1m",
    "read=5/1m",
    "read-account=0/1m",
    "read-account=5/1d",
    "read-account",
    "__proto__=1/1m",
    "",
  ])("refuses %p", text => {
    expect(RateLimits.safeParse(text).success).toBe(false);
  });
});

test("an address has more points than one account: there may be a hospital behind it", () => {
  for (const name of Object.keys(RATE_CLASSES) as (keyof typeof RATE_CLASSES)[]) {
    const [account, address] = [DEFAULT_RULES[`${name}-account`], DEFAULT_RULES[`${name}-address`]];
    expect(address.points).toBeGreaterThan(account.points);
    expect(address.windowSeconds).toBe(account.windowSeconds);
  }
});
