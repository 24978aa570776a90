import { freshFolder, startServer } from "../tests/support/process.ts";
import { atRest, residentMb, summary, table } from "./measure.ts";

/*
 * From the command `bun start` to the first answer of /readyz, and what the server holds in memory at rest. "Cold" is
 * the first start of a data folder; dependencies and mongod are there, the client is built.
 */

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);

type Start = { readyMs: number; residentMb: number };

async function start(dataDir: string, demo: string): Promise<Start> {
  const began = performance.now();
  await using server = await startServer({ dataDir, program: "scripts/start.ts", env: { MEDEX_DEMO: demo } });
  const readyMs = performance.now() - began;
  return { readyMs, residentMb: demo === "live" ? residentMb(server.pid) : await atRest(server.pid) };
}

const rows: (string | number)[][] = [];
for (const demo of ["off", "live"]) {
  const folder = freshFolder("bench-start");
  const cold = await start(folder, demo);
  const warm: Start[] = [];
  for (let i = 0; i < ROUNDS; i++) warm.push(await start(folder, demo));
  const ready = summary(warm.map(({ readyMs }) => readyMs));
  const memory = summary(warm.map(({ residentMb: mb }) => mb));
  rows.push([demo, cold.readyMs / 1_000, ready.p50 / 1_000, ready.p99 / 1_000, memory.p50]);
}

console.log(`## Start and memory\n
${ROUNDS} warm starts each; seconds from the command to ready, and the server's own resident memory (MongoDB, and the
simulated people, are processes of their own).
`);
console.log(table(["demo world", "cold, s", "warm p50, s", "warm worst, s", "resident, MB"], rows));
console.log("\nAim: ready in 3 s warm, under 150 MB.\n");
