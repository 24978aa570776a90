import type { ClientSession, Db, MongoClient } from "mongodb";

/*
 * The limit: the writes of one delivery with nothing but the driver. The same documents, in the same transactions,
 * with the same write concern and the same indexes; no schema, no guard, no state machine, no reads.
 */

type Writes = (session: ClientSession) => Promise<unknown>;

/** Each delivery at once needs a driver of its own, as in the product: two would wait for one another. */
export type BareDelivery = { deliver(driverId: string): Promise<void> };

/** `like` is an order of the product, whose document and events are written again under other ids. */
export async function createBareDelivery(client: MongoClient, db: Db, like: string): Promise<BareDelivery> {
  const order = await db.collection("orders").findOne({ _id: like as never });
  const events = await db.collection("events").find({ orderId: like }).sort({ seq: 1 }).toArray();
  const assignment = await db.collection("assignments").findOne({ orderId: like });
  const dutyEvent = await db.collection("events").findOne({ type: "driver_status" });
  if (!order || !assignment || !dutyEvent) throw new Error("There is no delivery to copy");

  const commit = (writes: Writes) =>
    client.withSession(session =>
      session.withTransaction(() => writes(session), {
        readConcern: { level: "snapshot" },
        writeConcern: { w: "majority", j: true },
      }),
    );

  return {
    async deliver(driverId) {
      const id = crypto.randomUUID();
      const assignmentId = crypto.randomUUID();
      let version = 0;
      const event = (session: ClientSession) =>
        db
          .collection("events")
          .insertOne(
            { ...events[version], _id: crypto.randomUUID() as never, orderId: id, seq: ++version },
            { session },
          );
      const duty = (session: ClientSession) =>
        db.collection("events").insertOne({ ...dutyEvent, _id: crypto.randomUUID() as never }, { session });
      const advance = (session: ClientSession, set: object) =>
        db
          .collection("orders")
          .findOneAndUpdate(
            { _id: id as never, version },
            { $set: { ...set, updatedAt: new Date() }, $inc: { version: 1 } },
            { session, returnDocument: "after" },
          );
      const moveAssignment = (session: ClientSession, status: string) =>
        db
          .collection("assignments")
          .findOneAndUpdate(
            { _id: assignmentId as never },
            { $set: { status } },
            { session, returnDocument: "after" },
          );
      const moveDriver = (session: ClientSession, status: string, change: number) =>
        db
          .collection("drivers")
          .findOneAndUpdate(
            { _id: driverId as never },
            { $set: { status }, $inc: { activeOrders: change, version: 1 } },
            { session, returnDocument: "after" },
          );

      await commit(async session => {
        const digits = String(Math.floor(Math.random() * 1e8)).padStart(8, "0");
        await db.collection("orders").insertOne(
          {
            ...order,
            _id: id as never,
            orderNumber: `BARE-${digits}-${id}`,
            trackingToken: id,
            version: 1,
            status: "pending",
          },
          { session },
        );
        await event(session);
      });
      await commit(async session => {
        await advance(session, { status: "accepted" });
        await event(session);
      });
      await commit(async session => {
        await db
          .collection("assignments")
          .insertOne(
            { ...assignment, _id: assignmentId as never, orderId: id, status: "pending" },
            { session },
          );
        await advance(session, { assignmentId });
        await event(session);
      });
      await commit(async session => {
        await moveAssignment(session, "accepted");
        await moveDriver(session, "busy", 1);
        await duty(session);
        await advance(session, { status: "driver_assigned" });
        await event(session);
      });
      for (const status of ["picked_up", "out_for_delivery"]) {
        await commit(async session => {
          await advance(session, { status });
          await event(session);
        });
      }
      await commit(async session => {
        await moveAssignment(session, "completed");
        await moveDriver(session, "available", -1);
        await duty(session);
        await advance(session, { status: "delivered" });
        await event(session);
      });
    },
  };
}
