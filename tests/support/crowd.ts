import { join } from "node:path";

export type CrowdReport = {
  /** Clients whose subscription runs. */
  live: number;
  /** Where the first client began to listen. */
  began: string;
  /** So many events have come to half of the clients, and to all. */
  heardByHalf: number;
  heardByAll: number;
  /** The different digests of what clients have heard, in order. */
  digests: string[];
  resyncs: number;
  errors: number;
  /** When sockets were opened since the last report, in milliseconds since the crowd began. */
  attempts: number[];
};

export type Crowd = AsyncDisposable & {
  report(): Promise<CrowdReport>;
  /** When its sockets were opened since this was called last. */
  takeAttempts(): Promise<number[]>;
};

/** Chains the cursor of one more event to what was heard before. */
export const nextDigest = (digest: bigint, cursor: string): bigint => Bun.hash.wyhash(cursor, digest);

/** Clients in a process of their own, so that they hold up nobody; they do what the SDK does. */
export async function startCrowd(options: {
  url: string;
  token: string;
  vendorId: string;
  count: number;
}): Promise<Crowd> {
  const { url, token, vendorId, count } = options;
  /** Whoever asks meanwhile gets the same answer. */
  let asked: PromiseWithResolvers<CrowdReport> | null = null;
  let attempts: number[] = [];
  const child = Bun.spawn(
    [process.execPath, join(import.meta.dir, "crowd.program.ts"), url, vendorId, String(count)],
    {
      env: { ...process.env, CROWD_TOKEN: token },
      stdio: ["ignore", "inherit", "inherit"],
      ipc(message: CrowdReport) {
        attempts.push(...message.attempts);
        asked?.resolve(message);
        asked = null;
      },
    },
  );

  function report(): Promise<CrowdReport> {
    if (asked) return asked.promise;
    asked = Promise.withResolvers();
    child.send("report");
    return asked.promise;
  }

  return {
    report,
    async takeAttempts() {
      await report();
      const taken = attempts;
      attempts = [];
      return taken;
    },
    async [Symbol.asyncDispose]() {
      child.kill();
      await child.exited;
    },
  };
}

/** The largest number of moments within any `windowMs`. */
export function busiest(momentsMs: readonly number[], windowMs: number): number {
  const sorted = momentsMs.toSorted((a, b) => a - b);
  let first = 0;
  return sorted.reduce((most, moment, index) => {
    while (moment - (sorted[first] ?? moment) > windowMs) first += 1;
    return Math.max(most, index - first + 1);
  }, 0);
}
