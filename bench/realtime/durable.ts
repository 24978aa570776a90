import type { EventDoc } from "../../src/server/features/events/index.ts";
import { VendorId } from "../../src/shared/ids.ts";
import { waitFor } from "../../tests/support/wait-for.ts";
import { residentMb, summary, table } from "../measure.ts";
import { startLoad } from "./load.ts";
import { costOf } from "./machine.ts";
import { startLimits } from "./peers.ts";
import { startProduct, type World } from "./product.ts";
import { eventOf } from "./sources.ts";
import { open, type Playing, percent, play, type Result, type Stage, verdict } from "./stage.ts";

/*
 * Events that may not be lost: from the moment that their transaction is being committed to a thousand subscribers.
 * Then a steady stream of them for as long as BENCH_SOAK_SECONDS says (600 for the long run): memory must not grow.
 */

const SUBSCRIBERS = 1_000;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 15);
const EVENTS_A_SECOND = 4;
const WARM_UP_A_SECOND = 10;
const AIM = { p50: 10, p99: 60 };

const SOAK_SECONDS = Number(process.env.BENCH_SOAK_SECONDS ?? 60);
const SOAK_EVENTS_A_SECOND = 200;
const SOAK_ROOMS = 100;
const LOG_HOLDS = 20_000;
const WRITTEN_AT_ONCE = 1_000;
/** Of what is held when everything is warm: garbage comes and goes. */
const AIM_GROWTH = 0.1;

export async function durable(stage: Stage, world: World): Promise<void> {
  await latency(stage, world);
  await soak(stage, world);
}

async function latency({ database }: Stage, world: World): Promise<void> {
  const [vendorId = ""] = world.vendorIds;
  const [account] = await world.members(vendorId, 1);
  const from = { source: "commits", mongodbUrl: database.url, vendorIds: [vendorId] } as const;
  const rate = {
    viewers: SUBSCRIBERS,
    perSecond: EVENTS_A_SECOND,
    seconds: SECONDS,
    warmUpPerSecond: WARM_UP_A_SECOND,
  };

  const limit = async (): Promise<Playing> => {
    const peer = await startLimits("loop", { MONGODB_URL: database.url, FOLLOW: "events" });
    return Object.assign(peer, {
      plan: { protocol: "plain", path: "/ws" } as const,
      from: { ...from, vendorIds: [vendorId] },
    });
  };
  const ours = async (): Promise<Playing> => {
    const server = await startProduct({ database });
    return Object.assign(server, {
      plan: {
        protocol: "product" as const,
        tokens: [account?.token ?? ""],
        procedures: [{ path: "realtime.vendor", input: { vendorId } }],
      },
      from: { ...from, vendorIds: [vendorId] },
    });
  };
  const measured = async (start: () => Promise<Playing>): Promise<Result> => {
    await using playing = await start();
    return await play(playing, rate);
  };
  const [loop, medex] = [await measured(limit), await measured(ours)];

  console.log(`### From commit to a thousand subscribers\n
${EVENTS_A_SECOND} events a second of one business for ${SECONDS} s; age counted from when the commit is sent.
`);
  const row = (name: string, result: Result) => [
    name,
    result.p50,
    result.p99,
    result.longest,
    result.microsPerDelivered,
    result.p50 / loop.p50,
  ];
  console.log(
    table(
      ["", "p50, ms", "p99, ms", "longest, ms", "µs each", "ratio of p50"],
      [row("a change stream and a loop of `ws.send`", loop), row("MedEx", medex)],
    ),
  );
  console.log(`
Aims: p50 at most ${AIM.p50} ms, p99 at most ${AIM.p99} ms. Measured: ${verdict(`${medex.p50.toFixed(1)} ms`, medex.p50 <= AIM.p50)}, ${verdict(`${medex.p99.toFixed(1)} ms`, medex.p99 <= AIM.p99)}.
`);
}

async function soak({ database }: Stage, world: World): Promise<void> {
  const vendorIds = world.vendorIds.slice(0, SOAK_ROOMS);
  const accounts = await Promise.all(vendorIds.map(vendorId => world.members(vendorId, 1)));
  await using server = await startProduct({ database });
  await fillLog(database, world);
  await using load = startLoad();
  await open(load, {
    port: server.port,
    viewers: SUBSCRIBERS,
    plan: {
      protocol: "product",
      tokens: accounts.map(([account]) => account?.token ?? ""),
      procedures: [{ path: "realtime.vendor", input: {} }],
      inputs: vendorIds.map(vendorId => ({ vendorId })),
    },
  });
  const held: number[] = [];
  const watch = setInterval(() => held.push(residentMb(server.pid)), 1_000);
  const from = { source: "commits", mongodbUrl: database.url, vendorIds } as const;
  const { answer, cpu, seconds } = await costOf(server.pid, () =>
    load.ask({
      do: "publish",
      from: { ...from, vendorIds: [...vendorIds] },
      perSecond: SOAK_EVENTS_A_SECOND,
      seconds: SOAK_SECONDS,
      viewersEach: SUBSCRIBERS / SOAK_ROOMS,
    }),
  );
  clearInterval(watch);

  // The first fifth is warming up: buffers and compiled code.
  const warm = held.slice(Math.floor(held.length / 5));
  const half = Math.floor(warm.length / 2);
  const [before, after] = [summary(warm.slice(0, half)).p50, summary(warm.slice(half)).p50];
  const growth = after / before - 1;
  console.log(`### Two hundred durable events a second\n
${SUBSCRIBERS} subscribers in ${SOAK_ROOMS} rooms for ${SOAK_SECONDS} s, ten of them for each event.
`);
  console.log(
    table(
      [
        "events",
        "heard by each, of his room's",
        "p50, ms",
        "p99, ms",
        "of a core",
        "MB, first half",
        "MB, second half",
        "growth",
      ],
      [
        [
          String(answer.made),
          `${((answer.fewest / (answer.made / SOAK_ROOMS)) * 100).toFixed(1)} %`,
          answer.p50,
          answer.p99,
          percent(cpu / seconds),
          before,
          after,
          `${(growth * 100).toFixed(1)} %`,
        ],
      ],
    ),
  );
  console.log(`
Aim: no growth; within ${AIM_GROWTH * 100} % counts as none. Measured: ${verdict(`${(growth * 100).toFixed(1)} %`, growth <= AIM_GROWTH)}.
`);
}

/** As many events of the last minutes as a process remembers: with fewer, remembering them would look like growth. */
async function fillLog({ db }: Stage["database"], { vendorIds }: World): Promise<void> {
  const events = db.collection<EventDoc>("events");
  const vendorId = VendorId.parse(vendorIds.at(-1));
  for (let written = 0; written < LOG_HOLDS; written += WRITTEN_AT_ONCE)
    await events.insertMany(
      Array.from({ length: WRITTEN_AT_ONCE }, () => eventOf(vendorId, new Date().toISOString())),
    );
  const placeless = { place: { $exists: false } };
  await waitFor(
    "the log to have them all",
    async () => (await events.countDocuments(placeless)) === 0,
    120_000,
  );
}
