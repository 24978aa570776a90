import type { Collection, Db } from "mongodb";
import type { CustodyEvent, CustodySignature } from "../../../shared/custody/custody.schema.ts";
import type { DurableEvent, Room } from "../../../shared/events.ts";
import type { DriverId, OrderId } from "../../../shared/ids.ts";
import type { CollectionSpec } from "../../platform/mongo/collections.ts";
import { repository } from "../../platform/mongo/repository.ts";
import type { Tx } from "../../platform/mongo/transactor.port.ts";
import type { EventActor } from "./event-actor.ts";

/** The event as a link of its order's chain of custody; the last one of a closed order is signed. */
export type CustodyLink = CustodyEvent & { signature: CustodySignature | null };

/** One fact, written in the transaction of the change that it reports, and never changed. */
export type EventDoc = {
  _id: string;
  /** Null for events that belong to a driver and not to an order. */
  orderId: OrderId | null;
  driverId: DriverId | null;
  seq: number;
  type: DurableEvent["type"];
  actor: EventActor;
  at: Date;
  payload: DurableEvent;
  /** A sentence for the timeline, such as the reason of a cancellation. */
  detail: string | null;
  rooms: Room[];
  /** Missing for events that belong to no order, and for those of before chains were kept. */
  custody?: CustodyLink;
  /**
   * Where it stands in the log, known only after its commit and written then (see event-places.repo.ts). Empty when
   * nobody will ever know: the oplog had forgotten it before any process read it.
   */
  place?: string;
};

export const RETENTION_SECONDS = 5 * 365 * 86_400;

export const eventsCollection: CollectionSpec = {
  name: "events",
  indexes: [
    {
      key: { orderId: 1, seq: 1 },
      options: { unique: true, partialFilterExpression: { orderId: { $type: "string" } } },
    },
    { key: { at: 1 }, options: { expireAfterSeconds: RETENTION_SECONDS } },
    { key: { place: 1 } },
    {
      key: { rooms: 1, place: 1 },
      options: { partialFilterExpression: { place: { $exists: true } } },
    },
  ],
};

/** The same with the age at which go those events that belong to no order: when a driver was on duty, above all. */
export const eventsKept = (days: number): CollectionSpec => ({
  ...eventsCollection,
  indexes: [
    ...eventsCollection.indexes,
    {
      key: { at: 1 },
      options: {
        name: "of_no_order_expire",
        expireAfterSeconds: days * 86_400,
        partialFilterExpression: { orderId: null },
      },
    },
  ],
});

export type EventsRepo = ReturnType<typeof createEventsRepo>;

export const createEventsRepo = repository((db: Db) => {
  const events: Collection<EventDoc> = db.collection<EventDoc>(eventsCollection.name);
  return {
    /** Appends in the caller's transaction: the event exists if and only if the change does. */
    async append(tx: Tx, docs: readonly EventDoc[]): Promise<void> {
      if (docs.length) await events.insertMany([...docs], { session: tx });
    },

    /** All events of one order, oldest first. */
    ofOrder: (orderId: OrderId): Promise<EventDoc[]> => events.find({ orderId }).sort({ seq: 1 }).toArray(),
  };
});
