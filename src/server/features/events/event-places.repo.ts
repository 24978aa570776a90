import type { Collection, Db } from "mongodb";
import type { DurableEvent, Room } from "../../../shared/events.ts";
import type { Backlog } from "../../platform/mongo/change-stream.ts";
import type { CollectionSpec } from "../../platform/mongo/collections.ts";
import { repository } from "../../platform/mongo/repository.ts";
import { cursorBefore, type EventCursor, parseCursor, toPlace } from "./event-cursor.ts";
import { type EventDoc, eventsCollection } from "./events.repo.ts";

/** One document: behind it the feed has every event, and what is before it is not all there. */
type BeginningDoc = { _id: "beginning"; place: string };

export const eventFeedCollection: CollectionSpec = { name: "eventFeed", indexes: [] };

/** Clocks of processes and of the database may differ by so much. */
const CLOCKS_DIFFER_SECONDS = 3_600;
const GIVE_UP_AT_ONCE = 10_000;
const NOT_PLACED = { place: { $exists: false } };

export type EventPlacesRepo = ReturnType<typeof createEventPlacesRepo>;

/**
 * The order of the log, kept as long as the events are. Each process writes the places that it sees, in their order
 * and beginning where nothing before is missing: so the events with a place are at any moment the beginning of the log,
 * whoever wrote them, and two processes write the same.
 */
export const createEventPlacesRepo = repository((db: Db) => {
  const events: Collection<EventDoc> = db.collection<EventDoc>(eventsCollection.name);
  const feed: Collection<BeginningDoc> = db.collection<BeginningDoc>(eventFeedCollection.name);
  // A new primary has all that was acknowledged, and for a moment not yet the mark that its majority has it too.
  const latest = { readConcern: { level: "local" } } as const;

  const waiting = () => events.find(NOT_PLACED, { ...latest, projection: { _id: 1 } });

  return {
    /** Writes places in the order given; an event keeps its first. */
    async write(places: readonly { id: string; cursor: EventCursor }[]): Promise<void> {
      await events.bulkWrite(
        places.map(({ id, cursor }) => ({
          updateOne: { filter: { _id: id, ...NOT_PLACED }, update: { $set: { place: toPlace(cursor) } } },
        })),
        { ordered: true },
      );
    },

    /** Events after the cursor that have their place, oldest first; of one room, or all. */
    async page(
      room: Room | null,
      after: EventCursor,
      limit: number,
    ): Promise<{ cursor: EventCursor; event: DurableEvent }[]> {
      const docs = await events
        .find(
          { ...(room ? { rooms: room } : {}), place: { $gt: toPlace(after) } },
          { ...latest, projection: { place: 1, payload: 1 } },
        )
        .sort({ place: 1 })
        .limit(limit)
        .toArray();
      return docs.flatMap(({ place = "", payload }) => {
        const cursor = parseCursor(place);
        return cursor ? [{ cursor, event: payload }] : [];
      });
    },

    /** Where the feed begins when something before it was given up; null when nothing ever was. */
    async beginning(): Promise<EventCursor | null> {
      return parseCursor((await feed.findOne({ _id: "beginning" }, latest))?.place ?? "");
    },

    backlog: {
      async since() {
        if (!(await waiting().limit(1).next())) return null;
        const last = await events
          .find({ place: { $gt: "" } })
          .sort({ place: -1 })
          .limit(1)
          .next();
        if (last) return parseCursor(last.place ?? "");
        const first = await events.find({}, latest).sort({ at: 1 }).limit(1).next();
        const at = Math.floor((first?.at.getTime() ?? 0) / 1_000);
        return { seconds: Math.max(1, at - CLOCKS_DIFFER_SECONDS), increment: 1 };
      },

      async giveUp(now) {
        for (let count = GIVE_UP_AT_ONCE; count === GIVE_UP_AT_ONCE; ) {
          const ids = (await waiting().limit(GIVE_UP_AT_ONCE).toArray()).map(({ _id }) => _id);
          // First the mark, then the loss: whoever stood before it must hear of it even if we die in between.
          const place = toPlace(cursorBefore(await now()));
          await feed.updateOne({ _id: "beginning" }, { $max: { place } }, { upsert: true });
          await events.updateMany({ _id: { $in: ids }, ...NOT_PLACED }, { $set: { place: "" } });
          count = ids.length;
        }
      },
    } satisfies Backlog,
  };
});
