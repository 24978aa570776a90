import { expect, test } from "bun:test";
import { createLivenessStore } from "../../../../src/client/app/liveness.ts";

test("a device without network is offline, however often the socket tries again", () => {
  const liveness = createLivenessStore();
  liveness.connection(true);
  liveness.online(false);
  liveness.connection(false);
  expect(liveness.get().connection).toBe("offline");
  liveness.online(true);
  expect(liveness.get().connection).toBe("reconnecting");
});

test("a page that opens without network says so from the start", () => {
  const liveness = createLivenessStore();
  liveness.online(false);
  liveness.connection(false);
  expect(liveness.get().connection).toBe("offline");
  liveness.online(true);
  expect(liveness.get().connection).toBe("connecting");
});

test("what the server says of positions holds for its connection, whatever else is heard on it, and no longer", () => {
  const liveness = createLivenessStore();
  liveness.connection(true);
  liveness.degraded(true);
  liveness.heard();
  expect(liveness.get().isDegraded).toBe(true);
  liveness.connection(false);
  expect(liveness.get().isDegraded).toBe(false);
  liveness.connection(true);
  expect(liveness.get().isDegraded).toBe(false);
});
