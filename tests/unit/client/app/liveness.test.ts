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
