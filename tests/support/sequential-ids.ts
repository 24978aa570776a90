import type { Ids } from "../../src/server/platform/ids/ids.port.ts";

/** Ids that count: the same run gives the same ids, and they sort by creation. */
export function createSequentialIds(): Ids {
  let count = 0;
  const next = () => ++count;
  return {
    uuid: () => `00000000-0000-7000-8000-${String(next()).padStart(12, "0")}`,
    orderNumber: () => `ORD-${String(next()).padStart(8, "0")}`,
    token: bytes => String(next()).padStart(Math.ceil((bytes * 4) / 3), "0"),
  };
}
