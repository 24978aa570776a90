import { table } from "../measure.ts";
import { startLoad } from "./load.ts";
import { cpuSeconds } from "./machine.ts";
import { startNginx } from "./nginx.ts";
import { startProduct, type World } from "./product.ts";
import { open, percent, type Stage, verdict } from "./stage.ts";

/*
 * One, two, three processes behind NGINX with one Redis, each with its own share of viewers. They have one core between
 * them here, so what can be shown is that a further process costs the others nothing: the same for each delivered event.
 */

const VIEWERS_OF_EACH = 200;
const EVENTS_A_SECOND = 250;
const WARM_UP_SECONDS = 3;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 10);
const AIM = 1.15;

export async function processes({ database, redis }: Stage, world: World): Promise<void> {
  const rows = [];
  for (const count of [1, 2, 3]) rows.push(await withProcesses(count, { database, redis }, world));
  const [alone] = rows;
  console.log(`### Several processes behind NGINX\n
${VIEWERS_OF_EACH} viewers of one room for each process, ${EVENTS_A_SECOND} events a second through Redis.
`);
  console.log(
    table(
      [
        "processes",
        "viewers",
        "delivered",
        "delivered/s",
        "of a core, each",
        "µs each",
        "ratio",
        "age p99, ms",
      ],
      rows.map(({ count, tally, shares, micros, perSecond }) => [
        String(count),
        String(count * VIEWERS_OF_EACH),
        percent(tally.delivered / (tally.made * count * VIEWERS_OF_EACH)),
        perSecond.toFixed(0),
        shares.map(percent).join(", "),
        micros.toFixed(2),
        micros / (alone?.micros ?? Number.NaN),
        tally.p99,
      ]),
    ),
  );
  const worst = Math.max(...rows.map(({ micros }) => micros / (alone?.micros ?? Number.NaN)));
  console.log(`
Aim: the cost of a delivered event unchanged, at most ${AIM} times. Measured: ${verdict(worst.toFixed(2), worst <= AIM)}.
`);
}

async function withProcesses(count: number, { database, redis }: Stage, world: World) {
  const [vendorId = ""] = world.vendorIds;
  const [account] = await world.members(vendorId, 1);
  await using stack = new AsyncDisposableStack();
  const servers = [];
  for (let number = 0; number < count; number++) {
    servers.push(stack.use(await startProduct({ database, env: { REDIS_URL: redis.url } })));
  }
  const proxy = stack.use(await startNginx(servers.map(({ port }) => port)));
  const load = stack.use(startLoad());
  await open(load, {
    port: proxy.port,
    viewers: count * VIEWERS_OF_EACH,
    plan: {
      protocol: "product",
      tokens: [account?.token ?? ""],
      procedures: [{ path: "realtime.vendorLocations", input: { vendorId } }],
    },
  });
  const driverIds = world.phones.map(({ driverId }) => driverId);
  const publish = (seconds: number) =>
    load.ask({
      do: "publish",
      from: { source: "redis", url: redis.url, vendorId, driverIds },
      perSecond: EVENTS_A_SECOND,
      seconds,
      viewersEach: count * VIEWERS_OF_EACH,
    });
  await publish(WARM_UP_SECONDS);
  const before = servers.map(({ pid }) => cpuSeconds(pid));
  const began = performance.now();
  const tally = await publish(SECONDS);
  const seconds = (performance.now() - began) / 1_000;
  const cpu = servers.map(({ pid }, index) => cpuSeconds(pid) - (before[index] ?? 0));
  return {
    count,
    tally,
    shares: cpu.map(each => each / seconds),
    micros: (cpu.reduce((sum, each) => sum + each, 0) / tally.delivered) * 1e6,
    perSecond: tally.delivered / seconds,
  };
}
