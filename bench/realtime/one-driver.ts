import { table } from "../measure.ts";
import { startLimits, startRooms } from "./peers.ts";
import { startProduct, type World } from "./product.ts";
import { type Playing, play, type Result, type Stage, verdict } from "./stage.ts";

/*
 * One driver who reports once a second to fifty screens: how long his position is on its way. In pairs that do the
 * same: a position that comes through Redis, and a report that is durable before anybody is told.
 */

const VIEWERS = 50;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 15);
/** Of what takes a millisecond, fifteen times say little: the two of a pair run so often, in turn. */
const ROUNDS = 3;
const AIM = 1.3;

export async function oneDriver({ database, redis }: Stage, world: World): Promise<void> {
  const [vendorId = ""] = world.vendorIds;
  const [account] = await world.members(vendorId, 1);
  const phones = world.phones.slice(0, 1);
  const driverIds = phones.map(({ driverId }) => driverId);
  const plain = { protocol: "plain", path: "/ws" } as const;

  const ours = async (from: "redis" | "reports"): Promise<Playing> => {
    const server = await startProduct({ database, env: { REDIS_URL: redis.url } });
    return Object.assign(server, {
      plan: {
        protocol: "product" as const,
        tokens: [account?.token ?? ""],
        procedures: [{ path: "realtime.vendorLocations", input: { vendorId } }],
      },
      from:
        from === "redis"
          ? ({ source: "redis", url: redis.url, vendorId, driverIds } as const)
          : ({ source: "reports", url: server.url, phones } as const),
    });
  };
  const loop = async (from: "redis" | "reports"): Promise<Playing> => {
    const peer = await startLimits("loop", { REDIS_URL: redis.url, MONGODB_URL: database.url });
    return Object.assign(peer, {
      plan: plain,
      from:
        from === "redis"
          ? ({ source: "channel", url: redis.url, driverIds } as const)
          : ({ source: "posts", url: `${peer.url}/positions?durable`, driverIds } as const),
    });
  };
  const rooms = async (): Promise<Playing> => {
    const peer = await startRooms(database.url);
    return Object.assign(peer, {
      plan: plain,
      from: { source: "posts", url: `${peer.url}/positions`, driverIds } as const,
    });
  };

  const measured = async (start: () => Promise<Playing>): Promise<Result> => {
    await using playing = await start();
    return await play(playing, { viewers: VIEWERS, perSecond: 1, seconds: SECONDS });
  };
  const passedOn = await middleOf(async () => ({
    loop: await measured(() => loop("redis")),
    ours: await measured(() => ours("redis")),
  }));
  const stored = {
    loop: await measured(() => loop("reports")),
    ours: await measured(() => ours("reports")),
    rooms: await measured(rooms),
  };

  console.log(`### One driver, fifty screens\n
One position a second for ${SECONDS} s. Age when a screen has it, counted from before it was sent. What comes by Redis is measured
${ROUNDS} times in turn, and shown are the two with the middle ratio.
`);
  const row = (name: string, result: Result, limit: Result) => [
    name,
    result.p50,
    result.p99,
    (result.p50 / limit.p50).toFixed(2),
  ];
  console.log(
    table(
      ["ms", "p50", "p99", "ratio of p50"],
      [
        row("a loop of `ws.send`, by Redis", passedOn.loop, passedOn.loop),
        row("MedEx, by Redis", passedOn.ours, passedOn.loop),
        row("a loop of `ws.send` after one durable `insertOne`", stored.loop, stored.loop),
        row("MedEx, a report that is judged and durable", stored.ours, stored.loop),
        row("FastAPI, durable", stored.rooms, stored.loop),
      ],
    ),
  );
  const ratio = ratioOf(passedOn);
  console.log(`
Aim: at most ${AIM} times the loop's p50. Measured: ${verdict(ratio.toFixed(2), ratio <= AIM)} for passing on. A report takes the loop one write; ours is
read against the driver's orders and his last fix, stored, and his place is stored with it.
`);
}

type Pair = { loop: Result; ours: Result };

const ratioOf = ({ loop, ours }: Pair): number => ours.p50 / loop.p50;

async function middleOf(run: () => Promise<Pair>): Promise<Pair> {
  const pairs: Pair[] = [];
  while (pairs.length < ROUNDS) pairs.push(await run());
  const middle = pairs.toSorted((a, b) => ratioOf(a) - ratioOf(b))[Math.floor(ROUNDS / 2)];
  if (!middle) throw new Error("Nothing was run");
  return middle;
}
