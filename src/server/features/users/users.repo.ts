import { type Db, type Filter, MongoServerError } from "mongodb";
import { DomainError } from "../../../shared/errors.ts";
import type { UserId } from "../../../shared/ids.ts";
import type { Page } from "../../../shared/pagination.ts";
import type { Role } from "../../../shared/users/user.schema.ts";
import type { CollectionSpec } from "../../platform/mongo/collections.ts";
import { after, readPage } from "../../platform/mongo/cursor.ts";
import { given } from "../../platform/mongo/given.ts";
import { repository } from "../../platform/mongo/repository.ts";
import { contains } from "../../platform/mongo/search.ts";
import type { Tx } from "../../platform/mongo/transactor.port.ts";

export type UserDoc = {
  _id: UserId;
  /** Lower case; one account an address. */
  email: string;
  fullName: string;
  phone: string | null;
  role: Role;
  /** Null until somebody who was invited has chosen a password: nothing opens the account. */
  passwordHash: string | null;
  isActive: boolean;
  /** When somebody followed a link that was sent to `email`; absent in accounts from before there were such links. */
  emailVerifiedAt?: Date | null;
  /** Grows with each change, and with each use of an administrator's rights over accounts. */
  revision: number;
  createdAt: Date;
  updatedAt: Date;
};

/** Who stands behind an account: neither how he proves it nor where he is reached. */
export type AccountHolder = Pick<UserDoc, "_id" | "role" | "fullName" | "isActive">;

type UserChange = Partial<
  Pick<UserDoc, "fullName" | "phone" | "role" | "passwordHash" | "isActive" | "emailVerifiedAt">
>;

export const usersCollection: CollectionSpec = {
  name: "users",
  indexes: [
    { key: { email: 1 }, options: { unique: true } },
    { key: { createdAt: -1, _id: -1 } },
    { key: { role: 1, createdAt: -1 } },
  ],
};

const DUPLICATE_KEY = 11_000;

export type UsersRepo = ReturnType<typeof createUsersRepo>;

export const createUsersRepo = repository((db: Db) => {
  const users = db.collection<UserDoc>(usersCollection.name);
  return {
    /** Errors: EMAIL_TAKEN; of two who register one address at once, the index lets one through. */
    async insert(tx: Tx, doc: UserDoc): Promise<void> {
      try {
        await users.insertOne(doc, { session: tx });
      } catch (error) {
        if (error instanceof MongoServerError && error.code === DUPLICATE_KEY) {
          throw new DomainError("EMAIL_TAKEN");
        }
        throw error;
      }
    },

    findById: (userId: UserId, tx?: Tx): Promise<UserDoc | null> =>
      users.findOne({ _id: userId }, { session: tx }),

    findByIds: (userIds: readonly UserId[], tx?: Tx): Promise<UserDoc[]> =>
      users.find({ _id: { $in: [...userIds] } }, { session: tx }).toArray(),

    /** What is asked about accounts at each call, and again and again about whoever is connected. */
    holdersOf: (userIds: readonly UserId[]): Promise<AccountHolder[]> =>
      users
        .find({ _id: { $in: [...userIds] } }, { projection: { role: 1, fullName: 1, isActive: 1 } })
        .toArray(),

    findByEmail: (email: string, tx?: Tx): Promise<UserDoc | null> =>
      users.findOne({ email }, { session: tx }),

    /** The account afterwards, or null when there is none. */
    update: (tx: Tx, userId: UserId, change: UserChange, now: Date): Promise<UserDoc | null> =>
      users.findOneAndUpdate(
        { _id: userId },
        { $set: given({ ...change, updatedAt: now }), $inc: { revision: 1 } },
        { session: tx, returnDocument: "after" },
      ),

    /** Forgets an account that was made for somebody and never opened nor changed: its address is free again. */
    async removeUnopened(tx: Tx, userId: UserId): Promise<void> {
      await users.deleteOne({ _id: userId, passwordHash: null, revision: 1 }, { session: tx });
    },

    /**
     * True when the account is an active administrator. Writes to it, so that of two administrators who take each
     * other's rights in the same moment one fails: a mere read would let both succeed.
     */
    async holdAdmin(tx: Tx, userId: UserId): Promise<boolean> {
      const { matchedCount } = await users.updateOne(
        { _id: userId, role: "admin", isActive: true },
        { $inc: { revision: 1 } },
        { session: tx },
      );
      return matchedCount === 1;
    },

    /**
     * True while the account still has the password that was checked. Writes to it, so that a change of the password
     * in the same moment fails one of the two: a mere read would let both succeed.
     */
    async holdPassword(tx: Tx, { _id, passwordHash }: UserDoc): Promise<boolean> {
      const { matchedCount } = await users.updateOne(
        { _id, passwordHash },
        { $inc: { revision: 1 } },
        { session: tx },
      );
      return matchedCount === 1;
    },

    async list(filter: {
      role?: Role;
      isActive?: boolean;
      query?: string;
      cursor?: string;
      limit: number;
    }): Promise<Page<UserDoc>> {
      const wanted: Filter<UserDoc> = {};
      if (filter.role) wanted.role = filter.role;
      if (filter.isActive !== undefined) wanted.isActive = filter.isActive;
      if (filter.query) {
        const text = contains(filter.query);
        wanted.$or = [{ email: text }, { fullName: text }, { phone: text }];
      }
      const matching = [wanted, after<UserDoc>(filter.cursor)];
      return readPage(users.find({ $and: matching }), filter.limit);
    },
  };
});
