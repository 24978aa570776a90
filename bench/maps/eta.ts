import { createChance } from "../../src/server/features/demo/chance.ts";
import { createEtaCity, type EtaCity, ORDINARY, place, type Trip } from "../../tests/support/eta-drives.ts";
import { summary, table } from "../measure.ts";

/*
 * Times of arrival on simulated drives, fix by fix, by the product's own service (tests/support/eta-drives.ts): how often
 * a map that is paid for is asked, and how much of what happens the range holds. Seeded: the same figures each time.
 */

const TRIPS = Number(process.env.BENCH_ROUNDS ?? 200);
const MOST_QUESTIONS = 6;

/** Half an hour of a car: five kilometres to the pharmacy, five and a half to the door. */
const FAR = { start: place(-2_500, -2_000), pickup: place(0, 300), doors: [place(3_200, 2_600)] };
const WILD = { ...ORDINARY, legSpeed: 0.5, momentSpeed: 0.6, rushHour: 0.4, dwell: 0.8 };

const DRIVES = [
  ["as people drive", createEtaCity("bench ordinary"), {}],
  ["with a detour off the way", createEtaCity("bench detour"), { detourTo: place(-700, 1_500) }],
  [
    "wildly, with a detour, at rush hour",
    createEtaCity("bench wild", WILD),
    { detourTo: place(-700, 1_500), hour: 7 },
  ],
] as const;

export async function printEta(): Promise<void> {
  console.log(`## Times of arrival\n
Simulated deliveries with a position every 5 s. Questions to a map that is paid for; a client that asks at each position asks as often
as there are positions. ${TRIPS} deliveries in each row, about half an hour long when nothing goes wrong.
`);
  const rows: (string | number)[][] = [];
  for (const [name, city, plan] of DRIVES) {
    const trips: Trip[] = [];
    for (let index = 0; index < TRIPS; index++)
      trips.push(await city.run(createChance(`${name} ${index}`), { ...FAR, ...plan }));
    const questions = trips.map(trip => trip.questions.length);
    const mean = (of: (trip: Trip) => number) =>
      trips.reduce((sum, trip) => sum + of(trip), 0) / trips.length;
    rows.push([
      name,
      mean(({ minutes }) => minutes),
      mean(({ fixes }) => fixes),
      summary(questions).mean,
      String(Math.max(...questions)),
      String(mostInHalfAnHour(trips)),
    ]);
  }
  console.log(
    table(["driven", "minutes", "positions", "questions, mean", "most", "most in any half hour"], rows),
  );
  console.log(`\nAim: at most ${MOST_QUESTIONS} in a delivery of half an hour.\n`);
  await printCoverage();
}

function mostInHalfAnHour(trips: readonly Trip[]): number {
  const counts = trips.flatMap(({ questions }) =>
    questions.map(
      ({ at }) => questions.filter(other => other.at >= at && other.at < at + 30 * 60_000).length,
    ),
  );
  return Math.max(...counts);
}

type Entry = EtaCity["entries"][number];

async function printCoverage(): Promise<void> {
  const city = createEtaCity("bench coverage");
  await city.deliveries(TRIPS * 3, "before");
  const learnedFrom = city.entries.length;
  await city.deliveries(TRIPS * 3, "after");
  console.log(`${TRIPS * 3} runs of one to three parcels before there is experience, and as many after; driven slower at rush hour than the map
knows. Shown times against what happened; minutes.
`);
  const kinds: [string, (entry: Entry) => boolean][] = [
    ["all", () => true],
    ["hand-over, straight there", ({ kind }) => kind === "delivery"],
    ["hand-over, after other stops", ({ kind }) => kind === "later_delivery"],
    ["pickup", ({ kind }) => kind.endsWith("pickup")],
  ];
  const phases: [string, Entry[]][] = [
    ["while it learns", city.entries.slice(0, learnedFrom)],
    ["with experience", city.entries.slice(learnedFrom)],
  ];
  console.log(
    table(
      ["", "of", "shown", "in range, %", "mean width", "bias", "error p50", "error p90"],
      phases.flatMap(([phase, entries]) =>
        kinds.map(([kind, is]) => [phase, kind, ...figures(entries.filter(is))]),
      ),
    ),
  );
  console.log("\nAim: with experience 75 to 85 % in range.\n");
}

function figures(entries: readonly Entry[]): (string | number)[] {
  const settled = entries.flatMap(({ p10, p50, p90, outcomeAt }) =>
    outcomeAt
      ? [
          {
            late: (outcomeAt.getTime() - p50.getTime()) / 60_000,
            width: (p90.getTime() - p10.getTime()) / 60_000,
            isCovered: p10 <= outcomeAt && outcomeAt <= p90,
          },
        ]
      : [],
  );
  const mean = (numbers: number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  const errors = settled.map(({ late }) => Math.abs(late)).toSorted((a, b) => a - b);
  const at = (share: number) => errors[Math.ceil(share * errors.length) - 1] ?? Number.NaN;
  return [
    String(settled.length),
    mean(settled.map(({ isCovered }) => (isCovered ? 100 : 0))),
    mean(settled.map(({ width }) => width)),
    mean(settled.map(({ late }) => late)),
    at(0.5),
    at(0.9),
  ];
}
