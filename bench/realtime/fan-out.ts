import { table } from "../measure.ts";
import { startLimits, startRooms, startSocketIo } from "./peers.ts";
import type { World } from "./product.ts";
import { startProduct } from "./product.ts";
import { type Playing, percent, play, type Rate, type Result, type Stage, verdict } from "./stage.ts";

/*
 * One business, five hundred drivers who report once a second, and a thousand screens. The peers tell each event by
 * itself and could not keep up with half a million a second: they are measured at a rate that they bear, by what one
 * delivered event costs.
 */

const VIEWERS = Number(process.env.BENCH_VIEWERS ?? 1_000);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 10);
const EVENTS_A_SECOND = 500;
const PEERS_A_SECOND = 20;
/** A thousand messages one after the other take Python about as long. */
const ROOMS_A_SECOND = 5;
const AIM = { p99: 300, core: 0.35, ofLoop: 0.1 };

export async function fanOut({ database, redis }: Stage, world: World): Promise<void> {
  const [vendorId = ""] = world.vendorIds;
  const [account] = await world.members(vendorId, 1);
  const driverIds = world.phones.map(phone => phone.driverId);
  const tokens = [account?.token ?? ""];
  const plan = {
    protocol: "product",
    tokens,
    procedures: [{ path: "realtime.vendorLocations", input: { vendorId } }],
  } as const;
  const posted = (url: string) => ({ source: "posts", url: `${url}/positions`, driverIds }) as const;
  const plain = { protocol: "plain", path: "/ws" } as const;

  const startOurs = async (from: "redis" | "reports"): Promise<Playing> => {
    const server = await startProduct({ database, env: { REDIS_URL: redis.url } });
    return Object.assign(server, {
      plan: { ...plan, tokens: [...tokens], procedures: [...plan.procedures] },
      from:
        from === "redis"
          ? ({ source: "redis", url: redis.url, vendorId, driverIds } as const)
          : ({ source: "reports", url: server.url, phones: world.phones } as const),
    });
  };
  const startPeer = async (
    peer: Promise<Awaited<ReturnType<typeof startLimits>>>,
    viewer: Playing["plan"],
  ) => {
    const started = await peer;
    return Object.assign(started, { plan: viewer, from: posted(started.url) });
  };

  const full = { viewers: VIEWERS, perSecond: EVENTS_A_SECOND, seconds: SECONDS };
  const slow = { ...full, perSecond: PEERS_A_SECOND, warmUpPerSecond: PEERS_A_SECOND };
  const contestants: [name: string, start: () => Promise<Playing>, rate: Rate][] = [
    ["MedEx, positions taken by another process", () => startOurs("redis"), full],
    ["MedEx, taking the 500 reports a second itself", () => startOurs("reports"), full],
    ["the same without viewers", () => startOurs("reports"), { ...full, viewers: 0 }],
    ["Bun, `server.publish`", () => startPeer(startLimits("publish"), plain), slow],
    ["Bun, a loop of `ws.send`", () => startPeer(startLimits("loop"), plain), slow],
    ["socket.io on Node", () => startPeer(startSocketIo(), { protocol: "socket.io" }), slow],
    [
      "FastAPI, Motor, rooms in memory",
      () => startPeer(startRooms(database.url), plain),
      { ...slow, perSecond: ROOMS_A_SECOND, warmUpPerSecond: ROOMS_A_SECOND },
    ],
  ];

  const results = new Map<string, Result>();
  for (const [name, start, rate] of contestants) {
    await using playing = await start();
    results.set(name, await play(playing, rate));
  }
  const ofLoop = (result: Result) =>
    result.microsPerDelivered / (results.get("Bun, a loop of `ws.send`")?.microsPerDelivered ?? Number.NaN);

  console.log(`### A thousand screens, five hundred drivers\n
${VIEWERS} viewers of one room. What one contestant delivers a second differs by a factor of a hundred: compare the cost
of one delivered event. Several positions of one driver within a quarter of a second count once.
`);
  console.log(
    table(
      [
        "",
        "events/s",
        "delivered",
        "delivered/s",
        "of a core",
        "µs each",
        "of the loop",
        "age p50, ms",
        "p99, ms",
      ],
      contestants.map(([name, , { perSecond, viewers }]) => {
        const result = results.get(name);
        if (!result) return [name];
        if (viewers === 0)
          return [name, String(perSecond), "-", "-", percent(result.coreShare), "-", "-", "-", "-"];
        return [
          name,
          String(perSecond),
          percent(result.deliveredShare),
          result.deliveredPerSecond.toFixed(0),
          percent(result.coreShare),
          result.microsPerDelivered.toFixed(2),
          ofLoop(result).toFixed(3),
          result.p50,
          result.p99,
        ];
      }),
    ),
  );
  const ours = results.get("MedEx, positions taken by another process");
  if (!ours) return;
  console.log(`
Aims: everything delivered, p99 of the age at most ${AIM.p99} ms, at most ${percent(AIM.core)} of a core, an event at most a tenth
of the loop's. Measured: ${verdict(percent(ours.deliveredShare), ours.deliveredShare === 1)}, ${verdict(`${ours.p99.toFixed(0)} ms`, ours.p99 <= AIM.p99)}, ${verdict(percent(ours.coreShare), ours.coreShare <= AIM.core)}, ${verdict(ofLoop(ours).toFixed(3), ofLoop(ours) <= AIM.ofLoop)}.
`);
}
