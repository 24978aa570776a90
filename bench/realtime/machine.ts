import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

/*
 * Who runs where: the server under test alone on one core, everything else (load, databases, this program) on another.
 */

const SERVER_CORE = "0";
const OTHER_CORE = "1";
/** Of the kernel, for /proc/pid/stat; the same on every Linux that Bun runs on. */
const TICKS_PER_SECOND = 100;

/** Holds this program, and whatever it starts from now on, to the core of those who are not under test. */
export function leaveServerCore(): void {
  if (availableParallelism() < 2)
    throw new Error("With one core there is nothing to measure here: two are needed");
  holdTo(OTHER_CORE, process.pid);
}

/** Gives a process that runs already the server's core, with all its threads. */
export const giveServerCore = (pid: number): void => holdTo(SERVER_CORE, pid);

/** The command on the server's core from its beginning. */
export const onServerCore = (command: readonly string[]): string[] => [
  "taskset",
  "-c",
  SERVER_CORE,
  ...command,
];

function holdTo(core: string, pid: number): void {
  const { exitCode, stderr } = Bun.spawnSync(["taskset", "-a", "-c", "-p", core, String(pid)]);
  if (exitCode !== 0) throw new Error(`taskset: ${stderr}`);
}

/** Seconds of a core that the process has used so far: all its threads, in the kernel as well. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name in brackets may hold blanks; user and system time are the 14th and 15th field (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** What the work took of the process: its answer, seconds by the clock, and seconds of a core. */
export async function costOf<Answer>(pid: number, work: () => Promise<Answer>) {
  const [before, began] = [cpuSeconds(pid), performance.now()];
  const answer = await work();
  return { answer, cpu: cpuSeconds(pid) - before, seconds: (performance.now() - began) / 1_000 };
}
