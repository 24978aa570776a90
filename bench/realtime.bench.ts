import { testDatabase } from "../tests/support/mongo.ts";
import { startRedis } from "../tests/support/redis.ts";
import { durable } from "./realtime/durable.ts";
import { fanOut } from "./realtime/fan-out.ts";
import { idle } from "./realtime/idle.ts";
import { ingest } from "./realtime/ingest.ts";
import { leaveServerCore } from "./realtime/machine.ts";
import { oneDriver } from "./realtime/one-driver.ts";
import { processes } from "./realtime/processes.ts";
import { populate, startProduct } from "./realtime/product.ts";

/*
 * Positions and events to many screens: the product's own server over its own protocol, pinned to one core, against
 * what Bun can do at most, socket.io, and the design that many platforms begin with. `BENCH_REALTIME=idle,ingest` runs
 * some of it; peers are installed at their first run. Linux, two cores, NGINX, Node and Python are needed.
 */

const SCENARIOS = { fanOut, oneDriver, durable, ingest, idle, processes };
const chosen = process.env.BENCH_REALTIME?.split(",");

leaveServerCore();
await using database = await testDatabase("bench_realtime");
await using redis = await startRedis();
const world = await (async () => {
  await using server = await startProduct({ database });
  return await populate(server, database, { vendors: 101, phones: 500 });
})();

console.log(`## Realtime\n
The server has one core to itself; load, databases and NGINX share the other. Viewers are bare sockets that speak the
wire protocol; age is from before an event is sent until a viewer has it.
`);
for (const [name, scenario] of Object.entries(SCENARIOS))
  if (!chosen || chosen.includes(name)) await scenario({ database, redis }, world);
