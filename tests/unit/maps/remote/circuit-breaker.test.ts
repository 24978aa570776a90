import { beforeEach, describe, expect, test } from "bun:test";
import {
  type CircuitBreaker,
  createCircuitBreaker,
  type Health,
} from "../../../../src/server/platform/maps/remote/circuit-breaker.ts";
import { createManualTime, type ManualTime } from "../../../support/manual-time.ts";

let time: ManualTime;
let breaker: CircuitBreaker;
let states: string[];
beforeEach(() => {
  time = createManualTime();
  states = [];
  breaker = createCircuitBreaker({ clock: time.clock, onChange: state => states.push(state) });
});

/** Calls that go like this, one after the other; answers how many were let through. */
function calls(...healths: Health[]): number {
  return healths.filter(health => {
    const settle = breaker.admit();
    settle?.(health);
    return settle !== null;
  }).length;
}
const broken = (count: number): Health[] => Array(count).fill("broken");
const well = (count: number): Health[] => Array(count).fill("well");

describe("a closed circuit", () => {
  test("opens when half of the last calls have failed, and not before the fifth", () => {
    expect(calls(...broken(4))).toBe(4);
    expect(breaker.state()).toBe("closed");
    calls("broken");
    expect(breaker.state()).toBe("open");
    expect(calls(...well(3))).toBe(0);
    expect(states).toEqual(["open"]);
  });

  test("bears a few failures among many", () => {
    for (let round = 0; round < 10; round++) calls(...well(3), "broken");
    expect(states).toEqual([]);
  });

  test("opens although some calls still succeed", () => {
    calls(...well(10), ...broken(10));
    expect(breaker.state()).toBe("open");
  });

  test("forgets what is older than a minute", () => {
    calls(...broken(4));
    time.advance(60_000);
    calls(...broken(4));
    expect(breaker.state()).toBe("closed");
  });

  test("learns nothing from calls that were not made", () => {
    calls(...(Array(50).fill("unknown") as Health[]), ...broken(4));
    expect(breaker.state()).toBe("closed");
  });
});

describe("an open circuit", () => {
  beforeEach(() => {
    calls(...broken(5));
  });

  test("lets one call through on trial after half a minute, and no other meanwhile", () => {
    time.advance(29_999);
    expect(breaker.admit()).toBeNull();
    time.advance(1);
    const settle = breaker.admit();
    expect(breaker.state()).toBe("half-open");
    expect(breaker.admit()).toBeNull();
    settle?.("well");
    expect(breaker.state()).toBe("closed");
    expect(states).toEqual(["open", "half-open", "closed"]);
    expect(calls(...well(3))).toBe(3);
  });

  test("rests twice as long each time that the trial fails, five minutes at most", () => {
    const rests = [30, 60, 120, 240, 300, 300].map(seconds => seconds * 1_000);
    for (const rest of rests) {
      time.advance(rest - 1);
      expect(breaker.admit()).toBeNull();
      time.advance(1);
      expect(calls("broken")).toBe(1);
    }
    time.advance(300_000);
    calls("well");
    calls(...broken(5));
    time.advance(30_000);
    expect(breaker.admit()).not.toBeNull();
  });

  test("stays on trial when the call says nothing of the service", () => {
    time.advance(30_000);
    calls("unknown");
    expect(breaker.state()).toBe("half-open");
    expect(calls("well")).toBe(1);
    expect(breaker.state()).toBe("closed");
  });

  test("is not moved by a call that began before it opened", () => {
    time.advance(30_000);
    calls("well");
    const slow = breaker.admit();
    calls(...broken(5));
    expect(breaker.state()).toBe("open");
    slow?.("well");
    expect(breaker.state()).toBe("open");
  });

  test("does not stay open longer because the clock was turned back", () => {
    time.advance(-600_000);
    expect(calls("well")).toBe(1);
    expect(breaker.state()).toBe("closed");
  });
});
