import { summary } from "../measure.ts";
import { placeIn } from "./sources.ts";

/** Reports of phones to be stored: as many at once as `atOnce`, each with `points` fixes that nobody has told before. */
export type IngestPlan = {
  url: string;
  phones: { driverId: string; token: string }[];
  /** How the contestant wants to be told. */
  style: "product" | "batch" | "single";
  points: number;
  atOnce: number;
  seconds: number;
};

type Fix = ReturnType<typeof fixesOf>[number];

const BODY = {
  product: (points: Fix[], _: string) => ({ points }),
  batch: (fixes: Fix[], driverId: string) => ({ points: fixes.map(fix => ({ driverId, ...fix })) }),
  single: ([fix]: Fix[], driverId: string) => ({ driverId, ...fix }),
} satisfies Record<IngestPlan["style"], (fixes: Fix[], driverId: string) => object>;

export type Ingested = { points: number; seconds: number; p50: number; p99: number };

/** Between two fixes of a phone; as short as it may be and still be another instant. */
const FIX_EVERY_MS = 1_000;
const OLDEST_MS = 20 * 3_600_000;

/** Of this process: what is told later was driven later. */
const firstAt = Date.now() - OLDEST_MS;
let turn = 0;

export async function ingest({ url, phones, style, points, atOnce, seconds }: IngestPlan): Promise<Ingested> {
  const times: number[] = [];
  const end = performance.now() + seconds * 1_000;
  const began = performance.now();
  let stored = 0;

  async function report(): Promise<void> {
    const number = turn++;
    const phone = phones[number % phones.length];
    if (!phone) throw new Error("There are no phones");
    const fixes = fixesOf(Math.floor(number / phones.length), points);
    const body = JSON.stringify(BODY[style](fixes, phone.driverId));
    const asked = performance.now();
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${phone.token}` },
      body,
    });
    const answer = await response.text();
    if (!response.ok) throw new Error(`${url} answered ${response.status} ${answer.slice(0, 300)}`);
    times.push(performance.now() - asked);
    stored += points;
  }

  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (performance.now() < end) await report();
    }),
  );
  const { p50, p99 } = summary(times);
  return { points: stored, seconds: (performance.now() - began) / 1_000, p50, p99 };
}

/** The fixes of one report: a second apart, a few metres on, after those of the report before. */
export const fixesOf = (round: number, points: number) =>
  Array.from({ length: points }, (_, index) => {
    const number = round * points + index;
    return {
      ...placeIn(number),
      timestamp: new Date(firstAt + number * FIX_EVERY_MS).toISOString(),
      accuracy: 8,
      speed: 16,
    };
  });
