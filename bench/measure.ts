import { readFileSync } from "node:fs";
import { waitFor } from "../tests/support/wait-for.ts";

/** Times of one thing, in milliseconds, in the order they were taken. */
export type Times = number[];

export type Summary = { p50: number; p99: number; mean: number; count: number };

export function summary(times: Times): Summary {
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99), mean, count: times.length };
}

/** What this share of the numbers, 0 to 1, does not exceed, by the nearest rank; NaN of none. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The fastest of so many times: what one query takes, and not what other programs take from the processor meanwhile. */
export async function fastest(times: number, work: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let time = 0; time < times; time++) best = Math.min(best, await timed(work));
  return best;
}

/** Runs the contestants in turn, A B C A B C …, so that a slow minute of the machine slows them all. */
export async function inTurn<Name extends string>(
  contestants: Record<Name, () => Promise<unknown>>,
  { rounds, warmup }: { rounds: number; warmup: number },
): Promise<Record<Name, Times>> {
  const names = Object.keys(contestants) as Name[];
  const times = Object.fromEntries(names.map(name => [name, [] as Times])) as Record<Name, Times>;
  for (let round = -warmup; round < rounds; round++) {
    for (const name of names) {
      const time = await timed(contestants[name]);
      if (round >= 0) times[name].push(time);
    }
  }
  return times;
}

/** Memory that the process holds, in MB. */
export const residentMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? Number.NaN) / 1024;

/** The same once it has stopped moving: the same figure, within 1 MB, for two seconds. */
export async function atRest(pid: number): Promise<number> {
  let last = residentMb(pid);
  let since = performance.now();
  return waitFor(
    "memory to settle",
    () => {
      const now = residentMb(pid);
      if (Math.abs(now - last) > 1) {
        last = now;
        since = performance.now();
      }
      return performance.now() - since > 2_000 ? now : null;
    },
    60_000,
  );
}

/** A Markdown table; numbers are given with one decimal. */
export function table(header: string[], rows: (string | number)[][]): string {
  const cell = (value: string | number) =>
    typeof value === "number" ? value.toFixed(value < 10 ? 2 : 1) : value;
  const lines = [header, header.map(() => "---"), ...rows.map(row => row.map(cell))];
  return lines.map(line => `| ${line.join(" | ")} |`).join("\n");
}
