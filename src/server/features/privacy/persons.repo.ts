import type { Db, Document, Filter } from "mongodb";
import { driverRoom } from "../../../shared/events.ts";
import type { DriverId, UserId } from "../../../shared/ids.ts";
import { CLOSED } from "../../../shared/orders/order.machine.ts";
import type { PersonInput } from "../../../shared/privacy/privacy.schema.ts";
import { repository } from "../../platform/mongo/repository.ts";
import { standingAlone } from "../../platform/mongo/search.ts";
import type { Tx } from "../../platform/mongo/transactor.port.ts";
import { type AuditDoc, auditCollection } from "../audit/index.ts";
import { type SessionDoc, secondFactorsCollection, sessionsCollection } from "../auth/index.ts";
import { type DriverDoc, driversCollection } from "../drivers/index.ts";
import { type EventDoc, eventsCollection } from "../events/index.ts";
import { type LocationEventDoc, locationEventsCollection } from "../locations/index.ts";
import { type ErrandDoc, mailOutboxCollection } from "../mail/index.ts";
import { type AnyOrderDoc, ordersCollection } from "../orders/index.ts";
import { type ProofDoc, proofsCollection } from "../proofs/index.ts";
import { type UserDoc, usersCollection } from "../users/index.ts";
import {
  isAtWork,
  type MemberDoc,
  membersCollection,
  type VendorDoc,
  vendorsCollection,
} from "../vendors/index.ts";

/**
 * Somebody of whom personal data may be kept: by his account, or as a recipient by the digits of his phone. Never by
 * both: whoever makes an account says what he likes of its phone, and would be told of another's orders.
 */
export type Person = {
  user: UserDoc | null;
  driver: DriverDoc | null;
  /** The business that nobody else owns who can sign in. */
  vendor: VendorDoc | null;
  phoneDigits: string | null;
};

export type PersonsRepo = ReturnType<typeof createPersonsRepo>;

const NOBODY = { _id: { $in: [] } };

export const createPersonsRepo = repository((db: Db) => {
  const users = db.collection<UserDoc>(usersCollection.name);
  const drivers = db.collection<DriverDoc>(driversCollection.name);
  const vendors = db.collection<VendorDoc>(vendorsCollection.name);
  const members = db.collection<MemberDoc>(membersCollection.name);
  const orders = db.collection(ordersCollection.name);

  async function ownedAlone(userId: UserId, session?: Tx): Promise<VendorDoc | null> {
    const owner = await members.findOne({ _id: userId, memberRole: "owner" }, { session });
    if (!owner) return null;
    const { vendorId } = owner;
    const others = { vendorId, memberRole: "owner", _id: { $ne: userId } } as const;
    const otherIds = (await members.find(others, { session }).toArray()).map(({ _id }) => _id);
    const accounts = await users.find({ _id: { $in: otherIds } }, { session }).toArray();
    return accounts.some(isAtWork) ? null : vendors.findOne({ _id: vendorId }, { session });
  }

  async function ofAccount(user: UserDoc, session?: Tx): Promise<Person> {
    const driver = await drivers.findOne({ userId: user._id }, { session });
    return { user, driver, vendor: await ownedAlone(user._id, session), phoneDigits: null };
  }

  /** Proofs are of orders: those of the orders that are about the person. */
  async function ordersAbout(person: Person): Promise<unknown[]> {
    return (await orders.find(whereIn(person).orders, { projection: { _id: 1 } }).toArray()).map(
      ({ _id }) => _id,
    );
  }

  async function filterOf(kind: PersonKind, person: Person): Promise<Filter<Document>> {
    return kind === "proofs" ? { orderId: { $in: await ordersAbout(person) } } : whereIn(person)[kind];
  }

  return {
    ofAccount,

    /** Null when there is no such account. */
    async find({ userId, email, phone }: PersonInput, tx?: Tx): Promise<Person | null> {
      if (phone) return { user: null, driver: null, vendor: null, phoneDigits: digitsOf(phone) };
      const user = await users.findOne(userId ? { _id: userId } : { email: email ?? "" }, { session: tx });
      return user && ofAccount(user, tx);
    },

    /** How much of a kind is kept about the person. */
    async count(kind: PersonKind, person: Person): Promise<number> {
      return db.collection(COLLECTION[kind]).countDocuments(await filterOf(kind, person));
    },

    /** The newest of a kind, at most `limit`. */
    async newest<Kind extends PersonKind>(kind: Kind, person: Person, limit: number): Promise<DocOf[Kind][]> {
      const found = db.collection(COLLECTION[kind]).find(await filterOf(kind, person));
      const newest = await found
        .sort({ [NEWEST_BY[kind]]: -1 })
        .limit(limit)
        .toArray();
      return newest as unknown as DocOf[Kind][];
    },

    async secondFactorSince(userId: UserId): Promise<Date | null> {
      const factor = await db.collection(secondFactorsCollection.name).findOne({ _id: userId as never });
      return factor?.confirmedAt ?? null;
    },

    /** How many open orders the person waits for, or has in hand. */
    countOpen: (person: Person, tx?: Tx): Promise<number> =>
      orders.countDocuments(
        {
          status: { $nin: [...CLOSED] },
          $or: [whereIn(person).orders, whereIn(person).deliveries, offeredTo(person.driver?._id)],
        },
        { session: tx },
      ),
  };
});

type DocOf = {
  sessions: SessionDoc;
  orders: AnyOrderDoc;
  deliveries: AnyOrderDoc;
  proofs: ProofDoc;
  events: EventDoc;
  positions: LocationEventDoc;
  letters: ErrandDoc;
  audit: AuditDoc;
};

const COLLECTION = {
  sessions: sessionsCollection.name,
  orders: ordersCollection.name,
  deliveries: ordersCollection.name,
  proofs: proofsCollection.name,
  events: eventsCollection.name,
  positions: locationEventsCollection.name,
  letters: mailOutboxCollection.name,
  audit: auditCollection.name,
} as const satisfies Record<keyof DocOf, string>;
export type PersonKind = keyof DocOf;
export const PERSON_KINDS = Object.keys(COLLECTION) as PersonKind[];

const NEWEST_BY = {
  sessions: "updatedAt",
  orders: "createdAt",
  deliveries: "createdAt",
  proofs: "createdAt",
  events: "at",
  positions: "timestamp",
  letters: "createdAt",
  audit: "createdAt",
} as const satisfies Record<PersonKind, string>;

/** Where each kind says that it is about the person. */
export function whereIn({
  user,
  driver,
  phoneDigits,
}: Person): Record<Exclude<PersonKind, "proofs">, Filter<Document>> {
  const userId = user?._id;
  const driverId = driver?._id;
  return {
    sessions: userId ? { userId } : NOBODY,
    // What a member has placed is his business's, and about its patients.
    orders: user?.role === "user" ? { userId: user._id } : byPhone(phoneDigits),
    deliveries: driverId ? { driverId } : NOBODY,
    events: userId
      ? { $or: [{ "actor.id": userId }, ...(driverId ? [{ rooms: driverRoom(driverId) }] : [])] }
      : NOBODY,
    positions: driverId ? { driverId } : NOBODY,
    letters: user ? { to: user.email } : NOBODY,
    audit: user
      ? {
          $or: [
            { "actor.id": userId },
            { subject: { $in: [userId, user.email, driverId ?? userId] } },
            { detail: asWhole(user.email) },
            { reason: asWhole(user.email) },
          ],
        }
      : NOBODY,
  };
}

/** What somebody may be called by in a sentence. */
export const textsOf = ({
  email,
  fullName,
  phone,
}: Pick<UserDoc, "email" | "fullName" | "phone">): string[] =>
  [email, fullName, phone].filter(text => text !== null);

const asWhole = (text: string) => ({ $regex: standingAlone(text), $options: "i" });

const offeredTo = (driverId: DriverId | undefined) =>
  driverId ? { "assignment.driverId": driverId, "assignment.status": "pending" } : NOBODY;

/** The same number, however its digits were set apart. */
const byPhone = (digits: string | null): Filter<Document> =>
  digits ? { customerPhone: { $regex: `^\\D*${[...digits].join("\\D*")}\\D*$` } } : NOBODY;

const digitsOf = (phone: string | null): string | null => phone?.replaceAll(/\D/g, "") || null;
