import { expect, test } from "bun:test";
import { isRedisUrl, nodeOf, parseRedisUrl } from "../../../src/server/platform/redis/redis-url.ts";

test.each([
  ["redis://127.0.0.1", [["127.0.0.1", 6379]], undefined, undefined, false],
  ["redis://:p%40ss@cache:7000/0", [["cache", 7000]], undefined, "p@ss", false],
  [
    "rediss://medex:secret@a:1,b:2,c",
    [
      ["a", 1],
      ["b", 2],
      ["c", 6379],
    ],
    "medex",
    "secret",
    true,
  ],
  [
    "redis://[::1]:7000,10.0.0.2:7001?family=6",
    [
      ["::1", 7000],
      ["10.0.0.2", 7001],
    ],
    undefined,
    undefined,
    false,
  ],
])("%s", (address, nodes, username, password, isTls) => {
  expect(parseRedisUrl(address)).toEqual({
    nodes: nodes.map(([host, port]) => ({ host: String(host), port: Number(port) })),
    username,
    password,
    isTls,
  });
});

test.each(["redis://a:1,", "redis://:7000", "redis://a:port", "redis://"])("%s is refused", address => {
  expect(isRedisUrl(address)).toBe(false);
});

test("a node is read as a cluster names it", () => {
  expect(nodeOf("10.0.0.2:30001")).toEqual({ host: "10.0.0.2", port: 30_001 });
  expect(nodeOf("2001:db8::7:30001")).toEqual({ host: "2001:db8::7", port: 30_001 });
});
