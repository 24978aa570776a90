import { test } from "bun:test";
import fc from "fast-check";
import type { Cache } from "../../../src/server/platform/cache/cache.port.ts";
import { createMemoryCache } from "../../../src/server/platform/cache/memory.cache.ts";
import { aStep, runDirectory } from "../../support/directory-model.ts";

test("nobody is shown what was so before a change that he can know of, whatever overtakes what", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aStep, { maxLength: 60, size: "max" }), async steps => {
      let shared: Cache | undefined;
      await runDirectory(steps, {
        settle: async () => {},
        cacheOf: (_process, time) => {
          shared ??= createMemoryCache(time.clock);
          return shared;
        },
      });
    }),
    { numRuns: 2_000 },
  );
}, 60_000);
