import { table } from "../measure.ts";
import type { Ingested, IngestPlan } from "./ingest-load.ts";
import { startLoad } from "./load.ts";
import { costOf, onServerCore } from "./machine.ts";
import { type Peer, startRooms } from "./peers.ts";
import { startProduct, type World } from "./product.ts";
import { percent, type Stage, verdict } from "./stage.ts";

/*
 * How many positions a second become durable. A phone reports what it has gathered: twenty fixes at once here. The
 * FastAPI design takes one a request; it is measured with batches as well.
 */

const POINTS = 20;
const AT_ONCE = 64;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 10);
const AIM = { ofBare: 0.5, ofRooms: 10 };

type Outcome = Ingested & { coreShare: number };

export async function ingest({ database }: Stage, world: World): Promise<void> {
  const plan = { phones: world.phones, points: POINTS, atOnce: AT_ONCE, seconds: SECONDS };

  const throughHttp = async (peer: Pick<Peer, "pid">, how: IngestPlan): Promise<Outcome> => {
    await using load = startLoad();
    await load.ask({ do: "ingest", plan: { ...how, seconds: 2 } });
    const { answer, cpu, seconds } = await costOf(peer.pid, () => load.ask({ do: "ingest", plan: how }));
    return { ...answer, coreShare: cpu / seconds };
  };
  const medex = async (): Promise<Outcome> => {
    await using server = await startProduct({ database });
    const url = `${server.url}/trpc/drivers.reportLocation`;
    return await throughHttp(server, { ...plan, url, style: "product" });
  };
  const rooms = async (points: number): Promise<Outcome> => {
    await using peer = await startRooms(database.url);
    const path = points === 1 ? "positions" : "batches";
    const style = points === 1 ? "single" : "batch";
    return await throughHttp(peer, { ...plan, url: `${peer.url}/${path}`, style, points });
  };
  const [bare, ours, one, many] = [
    await bareInserts(database.url),
    await medex(),
    await rooms(1),
    await rooms(POINTS),
  ];

  const rate = ({ points, seconds }: Ingested) => points / seconds;
  const row = (name: string, outcome: Outcome) => [
    name,
    rate(outcome).toFixed(0),
    rate(outcome) / rate(bare),
    outcome.p50,
    outcome.p99,
    percent(outcome.coreShare),
  ];
  console.log(`### Positions that become durable\n
${AT_ONCE} reports at once, ${POINTS} fixes each, for ${SECONDS} s; answered when a majority has them on disk.
`);
  console.log(
    table(
      ["", "points/s", "of the bare driver's", "report p50, ms", "p99, ms", "of a core"],
      [
        row("bare driver, `insertMany`", bare),
        row("MedEx over HTTP, judged and told to the rooms", ours),
        row("FastAPI, a point a request", one),
        row(`FastAPI, ${POINTS} points a request`, many),
      ],
    ),
  );
  const [ofBare, ofRooms] = [rate(ours) / rate(bare), rate(ours) / rate(one)];
  console.log(`
Aims: at least ${AIM.ofBare} of the bare driver, ${AIM.ofRooms} times the FastAPI design. Measured: ${verdict(ofBare.toFixed(2), ofBare >= AIM.ofBare)}, ${verdict(`${ofRooms.toFixed(1)} times`, ofRooms >= AIM.ofRooms)}.
`);
}

async function bareInserts(mongodbUrl: string): Promise<Outcome> {
  const settings = { MONGODB_URL: mongodbUrl, POINTS, AT_ONCE, SECONDS };
  const program = Bun.spawn(onServerCore([process.execPath, `${import.meta.dir}/ingest-bare.program.ts`]), {
    env: {
      ...process.env,
      ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)])),
    },
    stdout: "pipe",
    stderr: "inherit",
  });
  const printed = await new Response(program.stdout).text();
  await program.exited;
  const usage = program.resourceUsage();
  const outcome: Ingested = JSON.parse(printed);
  return { ...outcome, coreShare: Number(usage?.cpuTime.total ?? 0) / 1e6 / outcome.seconds };
}
