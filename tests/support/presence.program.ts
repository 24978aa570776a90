/*
 * A process that has somebody at a place and does nothing else, for a test to kill: bun tests/support/presence.program.ts
 * <redis> <business> <place>. Prints a line when others can know of it.
 */
import type { Place } from "../../src/server/platform/presence/presence.port.ts";
import { createRedisPresence } from "../../src/server/platform/redis/redis.presence.ts";
import { VendorId } from "../../src/shared/ids.ts";
import { aProcessAt } from "./redis-parts.ts";
import { waitFor } from "./wait-for.ts";

const [url = "", business, place, beatMs, lifeMs] = process.argv.slice(2);
const vendorId = VendorId.parse(business);
const here = await aProcessAt(url);
const presence = createRedisPresence({ ...here, pace: { beatMs: Number(beatMs), lifeMs: Number(lifeMs) } });
let isTold = false;
presence.onChange(() => {
  isTold = true;
});
presence.enter(vendorId, place as Place);
await waitFor("to be told", () => isTold);
console.log("here");
setInterval(() => {}, 1_000);
