import { MongoClient } from "mongodb";
import { locationEventsKept } from "../../src/server/features/locations/index.ts";
import { summary } from "../measure.ts";
import { fixesOf } from "./ingest-load.ts";

/*
 * The limit of taking positions: the same documents in the same batches with nothing but the driver, under the same
 * indexes and as durable. Told what to do by its environment; answers with one line of JSON.
 */

const { MONGODB_URL = "", POINTS, AT_ONCE, SECONDS } = process.env;
const [points, atOnce, seconds] = [Number(POINTS), Number(AT_ONCE), Number(SECONDS)];
const drivers = Array.from({ length: 500 }, () => crypto.randomUUID());

await using client = await MongoClient.connect(MONGODB_URL);
const fixes = client
  .db()
  .collection<{ _id: string }>("benchBareLocations", { writeConcern: { w: "majority", journal: true } });
for (const { key, options } of locationEventsKept(30).indexes) await fixes.createIndex(key, options);

const times: number[] = [];
const began = performance.now();
let turn = 0;

async function report(): Promise<void> {
  const number = turn++;
  const driverId = drivers[number % drivers.length];
  const docs = fixesOf(Math.floor(number / drivers.length), points).map(
    ({ latitude, longitude, timestamp, ...fix }) => ({
      _id: crypto.randomUUID(),
      driverId,
      orderId: null,
      location: { type: "Point", coordinates: [longitude, latitude] },
      ...fix,
      heading: null,
      quality: "good",
      timestamp: new Date(timestamp),
      createdAt: new Date(),
    }),
  );
  const asked = performance.now();
  await fixes.insertMany(docs, { ordered: false });
  times.push(performance.now() - asked);
}

await Promise.all(
  Array.from({ length: atOnce }, async () => {
    while (performance.now() < began + seconds * 1_000) await report();
  }),
);
const { p50, p99 } = summary(times);
console.log(
  JSON.stringify({ points: turn * points, seconds: (performance.now() - began) / 1_000, p50, p99 }),
);
