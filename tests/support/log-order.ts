import type { Db } from "mongodb";
import { formatCursor, parseCursor, toPlace } from "../../src/server/features/events/event-cursor.ts";
import type { EventDoc } from "../../src/server/features/events/index.ts";
import type { Room } from "../../src/shared/events.ts";
import { waitFor } from "./wait-for.ts";

const BEGINNING = { seconds: 0, increment: 0, index: 0 };

/** The cursors of all stored events of a room after this one, in the order of the log, once all have their place. */
export async function cursorsAfter(db: Db, room: Room, cursor: string): Promise<string[]> {
  const events = db.collection<EventDoc>("events");
  await waitFor(
    "every event to have its place",
    async () => (await events.countDocuments({ place: { $exists: false } })) === 0,
  );
  const docs = await events
    .find({ rooms: room, place: { $gt: toPlace(parseCursor(cursor) ?? BEGINNING) } })
    .sort({ place: 1 })
    .toArray();
  return docs.map(({ place = "" }) => formatCursor(parseCursor(place) ?? BEGINNING));
}
