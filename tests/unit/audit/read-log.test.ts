import { expect, test } from "bun:test";
import { createAuditService } from "../../../src/server/features/audit/index.ts";
import type { Actor } from "../../../src/shared/auth/actor.ts";
import { codeOf } from "../../support/errors.ts";
import { createManualTime } from "../../support/manual-time.ts";
import { createSequentialIds } from "../../support/sequential-ids.ts";

test("whoever looks while the log does not answer is refused after ten seconds, and written down when it does", async () => {
  const time = createManualTime();
  const asked = Promise.withResolvers<void>();
  let isHanging = true;
  let written = 0;
  const audit = createAuditService({
    ...time,
    ids: createSequentialIds(),
    idsBehind: async () => [],
    repo: {
      insertAll: async (docs: readonly unknown[]) => {
        asked.resolve();
        if (isHanging) await new Promise(() => {});
        written += docs.length;
      },
    } as never,
  });
  const actor = { role: "vendor", userId: "u", sessionId: "s" } as unknown as Actor;
  const look = () => codeOf(audit.read(actor, { action: "read.orders.get", kind: "order", subjects: ["o"] }));
  const refused = look();
  await asked.promise;
  time.advance(10_000);
  expect(await refused).toBe("AUDIT_UNAVAILABLE");
  isHanging = false;
  expect(await look()).toBeNull();
  expect(written).toBe(1);
});
