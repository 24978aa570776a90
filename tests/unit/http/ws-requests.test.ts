import { describe, expect, test } from "bun:test";
import { RequestLedger } from "../../../src/server/http/live/ws-requests.ts";
import { DEFAULT_CAPS } from "../../../src/server/platform/limits/caps.ts";
import { createManualTime } from "../../support/manual-time.ts";

const aLedger = () => new RequestLedger(DEFAULT_CAPS, createManualTime().clock.now);
const message = (id: unknown, method: string) => JSON.stringify({ id, method, params: {} });

describe("the books of a socket", () => {
  test.each([
    ["a long text", "x".repeat(129)],
    ["a list", [1]],
    ["an object", { id: 1 }],
    ["true", true],
  ])("take no request by the name of %s", (_, id) => {
    const ledger = aLedger();
    expect(ledger.asks(message(id, "subscription"))).toBe(false);
    expect(ledger.offence()).toEqual({ reason: "no id", cap: null });
    expect(ledger.open()).toBe(0);
  });

  test("hold a request that is taken back a thousand times before it has begun once", () => {
    const ledger = aLedger();
    ledger.asks(message(1, "subscription"));
    for (let time = 0; time < 1_000; time += 1) {
      expect(ledger.asks(message(1, "subscription.stop"))).toBe(true);
      expect(ledger.carryOutStops()).toEqual([]);
    }
    ledger.tells({ id: 1, result: { type: "started" } });
    expect(ledger.takeRepeats()).toEqual([JSON.stringify({ id: 1, method: "subscription.stop" })]);
  });

  test("forget what was taken back with its end: the same number may be used again", () => {
    const ledger = aLedger();
    for (const method of ["subscription", "subscription.stop"]) ledger.asks(message(1, method));
    ledger.carryOutStops();
    ledger.tells({ id: 1, result: { type: "stopped" } });
    ledger.asks(message(1, "subscription"));
    ledger.tells({ id: 1, result: { type: "started" } });
    expect([ledger.takeRepeats(), ledger.offence()]).toEqual([[], null]);
  });

  test("know a number from a text, and take neither twice", () => {
    const ledger = aLedger();
    for (const id of [1, "1"]) expect(ledger.asks(message(id, "subscription"))).toBe(true);
    expect(ledger.open()).toBe(2);
    expect(ledger.asks(message("1", "subscription"))).toBe(false);
    expect(ledger.offence()).toEqual({ reason: "id in use", cap: null });
  });

  test("are closed by the first frame too many, however many come with it", () => {
    const ledger = aLedger();
    const most = DEFAULT_CAPS["subscriptions-per-socket"];
    const frames = Array.from({ length: 10 * most }, (_, id) => ({ id, method: "subscription" }));
    expect(ledger.asks(JSON.stringify(frames))).toBe(false);
    expect(ledger.open()).toBeLessThanOrEqual(most + 1);
    expect(ledger.offence()).not.toBeNull();
  });

  test("keep what goes on without its generator until it is stopped, once", () => {
    const ledger = aLedger();
    const stopped: unknown[] = [];
    for (const id of [1, 2]) {
      ledger.asks(message(id, "subscription"));
      ledger.goesOn(id, () => stopped.push(id));
      expect(ledger.tells({ id, result: { type: "stopped" } })).toBe(false);
    }
    expect(ledger.open()).toBe(2);
    for (let time = 0; time < 2; time += 1) ledger.asks(message(1, "subscription.stop"));
    expect(ledger.carryOutStops()).toEqual([JSON.stringify({ id: 1, result: { type: "stopped" } })]);
    expect([ledger.open(), stopped]).toEqual([1, [1]]);
    ledger.stopAll();
    expect(stopped).toEqual([1, 2]);
  });
});
