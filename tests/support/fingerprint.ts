import type { Db } from "mongodb";
import { waitFor } from "./wait-for.ts";

/** What the database holds, as one text: equal when nothing has changed. `without` names collections to leave out. */
export async function fingerprint(db: Db, without: readonly string[] = []): Promise<string> {
  // The log writes on events where they stand, just after their commit: that is no change that a request has made.
  const events = db.collection("events");
  await waitFor("places", async () => (await events.findOne({ place: { $exists: false } })) === null);
  const { collections } = await db.command({ dbHash: 1 });
  for (const name of without) delete collections[name];
  return JSON.stringify(collections);
}
