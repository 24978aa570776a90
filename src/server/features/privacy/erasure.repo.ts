import type { AnyBulkWriteOperation, Db, Document, Filter } from "mongodb";
import { driverRoom } from "../../../shared/events.ts";
import type { OrderId, UserId } from "../../../shared/ids.ts";
import { CLOSED } from "../../../shared/orders/order.machine.ts";
import type { CollectionSpec } from "../../platform/mongo/collections.ts";
import { repository } from "../../platform/mongo/repository.ts";
import { contains, standingAlone } from "../../platform/mongo/search.ts";
import type { Tx } from "../../platform/mongo/transactor.port.ts";
import { type AssignmentDoc, assignmentsCollection } from "../assignments/index.ts";
import { type AuditDoc, auditCollection } from "../audit/index.ts";
import { oneTimeLinksCollection, secondFactorsCollection, sessionsCollection } from "../auth/index.ts";
import { driversCollection } from "../drivers/index.ts";
import { driverWaysCollection } from "../eta/index.ts";
import { type EventDoc, eventsCollection } from "../events/index.ts";
import { idempotencyCollection } from "../idempotency/index.ts";
import { locationEventsCollection } from "../locations/index.ts";
import { mailOutboxCollection } from "../mail/index.ts";
import { ordersCollection } from "../orders/index.ts";
import { usersCollection } from "../users/index.ts";
import { type MemberDoc, membersCollection, type VendorDoc, vendorsCollection } from "../vendors/index.ts";
import { byRole, NAMELESS } from "./nameless.ts";
import { type Person, textsOf, whereIn } from "./persons.repo.ts";

/** An erasure that was asked for. Who it is stands in it until it is done, so that it can be finished after a crash. */
export type ErasureDoc = {
  _id: string;
  person: Person | null;
  /** The account that was erased; null for a recipient. */
  userId: UserId | null;
  requestedBy: UserId;
  createdAt: Date;
  doneAt: Date | null;
};

export const erasuresCollection: CollectionSpec = {
  name: "erasures",
  indexes: [{ key: { doneAt: 1, createdAt: 1 } }],
};

const ERASED = "[erased]";

export type ErasureRepo = ReturnType<typeof createErasureRepo>;

export const createErasureRepo = repository((db: Db) => {
  const erasures = db.collection<ErasureDoc>(erasuresCollection.name);
  const orders = db.collection(ordersCollection.name);
  const events = db.collection<EventDoc>(eventsCollection.name);
  const assignments = db.collection<AssignmentDoc>(assignmentsCollection.name);
  const audit = db.collection<AuditDoc>(auditCollection.name);
  const members = db.collection<MemberDoc>(membersCollection.name);
  const vendors = db.collection<VendorDoc>(vendorsCollection.name);

  return {
    async insert(tx: Tx, doc: ErasureDoc): Promise<void> {
      await erasures.insertOne(doc, { session: tx });
    },

    pending: (limit: number): Promise<ErasureDoc[]> =>
      erasures.find({ doneAt: null }).sort({ createdAt: 1 }).limit(limit).toArray(),

    /** The person is forgotten with the last step of his erasure. */
    async finish(erasureId: string, now: Date): Promise<void> {
      await erasures.updateOne({ _id: erasureId }, { $set: { person: null, doneAt: now } });
    },

    /**
     * Writes to the business that the account acts for, so that of two owners who go at once the later one starts again
     * with what the first has left.
     */
    async holdTeamOf(tx: Tx, userId: UserId): Promise<void> {
      const member = await members.findOne({ _id: userId }, { session: tx });
      if (member)
        await vendors.updateOne({ _id: member.vendorId }, { $inc: { teamRevision: 1 } }, { session: tx });
    },

    /** Empties the account and what signs in to it. The e-mail address is free again, and nothing opens it. */
    async closeAccount(tx: Tx, { user, driver, vendor }: Person, now: Date): Promise<void> {
      if (!user) return;
      const { _id: userId, email } = user;
      const nobody = { fullName: "Erased account", email: `${userId}@erased.invalid` };
      const inTx = { session: tx };
      await db.collection<{ _id: string }>(usersCollection.name).updateOne(
        { _id: userId },
        {
          $set: {
            ...nobody,
            phone: null,
            passwordHash: null,
            isActive: false,
            emailVerifiedAt: null,
            updatedAt: now,
          },
          $inc: { revision: 1 },
        },
        inTx,
      );
      for (const { name } of [sessionsCollection, oneTimeLinksCollection])
        await db.collection(name).deleteMany({ userId }, inTx);
      for (const { name } of [secondFactorsCollection, membersCollection])
        await db.collection<{ _id: string }>(name).deleteOne({ _id: userId }, inTx);
      await db.collection(mailOutboxCollection.name).deleteMany({ to: email }, inTx);
      if (driver) {
        const gone = {
          ...nobody,
          fullName: "Former driver",
          phone: "–",
          vehicleNumber: null,
          licenseNumber: null,
          status: "offline",
          location: null,
          fix: null,
          lastLocationUpdate: null,
          isActive: false,
          updatedAt: now,
        };
        await db
          .collection<{ _id: string }>(driversCollection.name)
          .updateOne({ _id: driver._id }, { $set: gone, $inc: { version: 1 } }, inTx);
      }
      if (vendor)
        await db
          .collection<{ _id: string }>(vendorsCollection.name)
          .updateOne(
            { _id: vendor._id },
            { $set: { email: nobody.email, phone: null, updatedAt: now } },
            inTx,
          );
    },

    /** Whole orders that are about the person, the closed ones, and how many are open. */
    async ordersOf(person: Person, limit: number): Promise<OrderId[]> {
      const found = await orders
        .find({ $and: [whereIn(person).orders, { redactedAt: null, status: { $in: [...CLOSED] } }] })
        .project<{ _id: OrderId }>({ _id: 1 })
        .limit(limit)
        .toArray();
      return found.map(({ _id }) => _id);
    },

    /** Takes the name out of what the account did, and what a driver left in the orders of others. */
    async forgetDeeds({ user, driver }: Person): Promise<void> {
      if (!user) return;
      const own = { "actor.id": user._id };
      await events.updateMany(own, [{ $set: { detail: null, "actor.name": byRole("$actor.role") } }]);
      await events.updateMany(
        { ...own, custody: { $exists: true } },
        {
          $unset: {
            "custody.opened.actor": "",
            "custody.opened.detail": "",
            "custody.opened.position": "",
          },
        },
      );
      if (!driver) return;
      const about = { rooms: driverRoom(driver._id) };
      await events.updateMany(
        { ...about, detail: contains(user.fullName) },
        { $set: { detail: null }, $unset: { "custody.opened.detail": "" } },
      );
      await events.updateMany(
        { ...about, "custody.opened.driver.value.id": driver._id },
        { $unset: { "custody.opened.driver": "" } },
      );
      const driverId = driver._id;
      await orders.updateMany({ driverId, driver: { $ne: null } }, { $set: { driver: null } });
      await orders.updateMany(
        { "assignment.driverId": driverId },
        { $set: { "assignment.driverName": NAMELESS.driver } },
      );
      await assignments.updateMany({ driverId }, { $set: { driverName: NAMELESS.driver } });
      await db.collection(locationEventsCollection.name).deleteMany({ driverId });
      await db.collection<{ _id: string }>(driverWaysCollection.name).deleteOne({ _id: driverId });
    },

    /**
     * Remembered answers hold orders as they were: those that name the person are forgotten. They are of one day. An
     * account is looked for by its ids: by a name that it has chosen it would forget those of strangers.
     */
    async forgetAnswers({ user, driver, phoneDigits }: Person): Promise<void> {
      const answers = db.collection<{ _id: string }>(idempotencyCollection.name);
      if (user) await answers.deleteMany({ _id: { $regex: `^${user._id}:` } });
      const ids = [user?._id, driver?._id].filter(id => id !== undefined);
      for await (const { _id, ...rest } of answers.find({})) {
        const text = JSON.stringify(rest);
        const isAbout = ids.some(id => text.includes(id)) || isNumberIn(text, phoneDigits);
        if (isAbout) await answers.deleteOne({ _id });
      }
    },

    /**
     * The one change that the audit log ever sees: who acted becomes his role, an e-mail address the id of its account.
     * What was done, when, to which id and why stays.
     */
    async forgetInAudit(person: Person): Promise<void> {
      const { user, driver } = person;
      if (!user) return;
      const isHis = new Set<string | null>([user._id, driver?._id ?? user._id, user.email]);
      const changes: AnyBulkWriteOperation<AuditDoc>[] = [];
      for await (const entry of audit.find(whereIn(person).audit as Filter<AuditDoc>)) {
        const isActor = entry.actor.id === user._id;
        // Somebody else may have the same name: it is taken out only where the entry is about this account.
        const texts =
          isActor || [entry.subject].flat().some(subject => isHis.has(subject))
            ? textsOf(user)
            : [user.email];
        const { _id, detail, reason, changes: changed } = entry;
        // Nothing but what people have written: who is called "auth" must not rename what was done.
        const cleaned = deepReplace({ detail, reason, changes: changed ?? [] }, texts) as Partial<AuditDoc>;
        changes.push({
          updateOne: {
            filter: { _id },
            update: {
              $set: {
                ...cleaned,
                ...(entry.subject === user.email && { subject: user._id }),
                ...(isActor && {
                  actor: { ...entry.actor, name: NAMELESS[entry.actor.role] },
                  ip: null,
                  userAgent: null,
                }),
              },
            },
          },
        });
      }
      if (changes.length) await audit.bulkWrite(changes);
    },
  };
});

function deepReplace(value: unknown, texts: readonly string[]): unknown {
  if (typeof value === "string")
    return texts.reduce(
      (text, known) => text.replaceAll(new RegExp(standingAlone(known), "giu"), ERASED),
      value,
    );
  if (Array.isArray(value)) return value.map(inner => deepReplace(inner, texts));
  if (value === null || typeof value !== "object" || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value as Document).map(([key, inner]) => [key, deepReplace(inner, texts)]),
  );
}

const isNumberIn = (text: string, digits: string | null): boolean =>
  digits !== null && new RegExp([...digits].join("[ ()+-]*")).test(text);
