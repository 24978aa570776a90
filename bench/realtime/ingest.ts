import { table } from "../measure.ts";
import type { Ingested, IngestPlan } from "./ingest-load.ts";
import { startLoad } from "./load.ts";
import { costOf, onServerCore } from "./machine.ts";
import { startRooms } from "./peers.ts";
import { startProduct, type World } from "./product.ts";
import { percent, type Stage, verdict } from "./stage.ts";

/*
 * How many positions a second become durable. A phone reports what it has gathered: twenty fixes of a drive, or a
 * hundred after a tunnel. The FastAPI design takes one a request; it is measured with batches as well.
 */

const BATCHES = [20, 100];
const PHONES = 500;
const AT_ONCE = 64;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 10);
const WARM_UP_SECONDS = 3;
const AIM = { ofBare: 0.5, ofRooms: 10 };

type Outcome = Ingested & { coreShare: number };

const rate = ({ points, seconds }: Ingested) => points / seconds;

export async function ingest({ database }: Stage, world: World): Promise<void> {
  const throughHttp = async (pid: number, plan: Omit<IngestPlan, "phones" | "atOnce" | "seconds">) => {
    await using load = startLoad();
    // Nobody has heard of these phones: to the product a fix older than the last would be a late one.
    const how = { ...plan, phones: await world.carriers(PHONES), atOnce: AT_ONCE };
    await load.ask({ do: "ingest", plan: { ...how, seconds: WARM_UP_SECONDS } });
    const work = () => load.ask({ do: "ingest", plan: { ...how, seconds: SECONDS } });
    const { answer, cpu, seconds } = await costOf(pid, work);
    return { ...answer, coreShare: cpu / seconds };
  };
  const medex = async (points: number): Promise<Outcome> => {
    await using server = await startProduct({ database });
    const url = `${server.url}/trpc/drivers.reportLocation`;
    return await throughHttp(server.pid, { url, style: "product", points });
  };
  const rooms = async (points: number): Promise<Outcome> => {
    await using peer = await startRooms(database.url);
    return points === 1
      ? await throughHttp(peer.pid, { url: `${peer.url}/positions`, style: "single", points })
      : await throughHttp(peer.pid, { url: `${peer.url}/batches`, style: "batch", points });
  };

  const rows: (string | number)[][] = [];
  const ofBare: number[] = [];
  const ofRooms: number[] = [];
  for (const points of BATCHES) {
    // The one that is compared with right before: a slow minute of the machine slows both.
    const [bare, one, ours, batches] = [
      await bareInserts(database.url, points),
      await rooms(1),
      await medex(points),
      await rooms(points),
    ];
    ofBare.push(rate(ours) / rate(bare));
    ofRooms.push(rate(ours) / rate(one));
    for (const [name, outcome] of [
      [`${points} fixes: bare driver, \`insertMany\``, bare],
      [`${points} fixes: MedEx over HTTP, judged and told to the rooms`, ours],
      [`${points} fixes: FastAPI`, batches],
      ["FastAPI, a fix a request", one],
    ] as const)
      rows.push([
        name,
        rate(outcome).toFixed(0),
        rate(outcome) / rate(bare),
        outcome.p50,
        outcome.p99,
        percent(outcome.coreShare),
      ]);
  }
  console.log(`### Positions that become durable\n
${AT_ONCE} reports at once for ${SECONDS} s; answered when a majority has them on disk.
`);
  console.log(
    table(["", "points/s", "of the bare driver's", "report p50, ms", "p99, ms", "of a core"], rows),
  );
  const [bareRatio, roomsRatio] = [Math.min(...ofBare), Math.min(...ofRooms)];
  console.log(`
Aims: at least ${AIM.ofBare} of the bare driver, ${AIM.ofRooms} times the FastAPI design, with each batch. Measured: ${verdict(ofBare.map(ratio => ratio.toFixed(2)).join(" and "), bareRatio >= AIM.ofBare)}, ${verdict(`${ofRooms.map(ratio => ratio.toFixed(1)).join(" and ")} times`, roomsRatio >= AIM.ofRooms)}.
`);
}

async function bareInserts(mongodbUrl: string, points: number): Promise<Outcome> {
  const settings = { MONGODB_URL: mongodbUrl, POINTS: points, AT_ONCE, SECONDS };
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
