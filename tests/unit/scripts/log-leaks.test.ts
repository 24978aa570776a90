import { expect, test } from "bun:test";
import { leaksIn, missedBySearch } from "../../../scripts/verify/log-leaks.ts";
import { createLogger } from "../../../src/server/platform/logger/logger.ts";

test("the search through the logs finds every kind of secret that it is there for", () => {
  expect(missedBySearch()).toEqual([]);
});

test("it is silent about counts and ids, and about what the logger has hidden, and not about what it would have hidden", () => {
  const lines: string[] = [];
  const logger = createLogger("debug", { write: line => lines.push(line) });
  logger.info(
    { orders: 3, orderId: "01a20ef1-0c8e-707b-bdb5-d4a169f43541" },
    "Retention erased what was over",
  );
  logger.warn({ err: new Error("no account user1@medex.test") }, "Something");
  expect(lines).toHaveLength(2);
  expect(leaksIn(lines.join(""))).toEqual([]);
  const unhidden = JSON.stringify({ level: 40, err: { message: "no account user1@medex.test" } });
  expect(leaksIn(unhidden).map(({ secret }) => secret)).toEqual(["an e-mail address"]);
});

test("logins that a start prints for who develops are no leak, a password of a test anywhere is", () => {
  expect(leaksIn("  customer@medex.test  medex-demo")).toEqual([]);
  expect(leaksIn("Error: a long test password").map(({ secret }) => secret)).toEqual(["a password"]);
});
