import type { Db } from "mongodb";
import { systemClock } from "../../src/server/platform/clock/system.clock.ts";
import { createAccessTokens } from "../../src/server/platform/tokens/jose.access-tokens.ts";
import { SessionId, UserId } from "../../src/shared/ids.ts";
import type { TestDatabase } from "../../tests/support/mongo.ts";
import { startServer, type TestServer } from "../../tests/support/process.ts";
import { anOrderFor, createServerWorld } from "../../tests/support/server-world.ts";
import { giveServerCore } from "./machine.ts";

/** Somebody with a session, and his access token. */
export type Account = { userId: string; token: string };
export type Phone = Account & { driverId: string };

export type World = {
  vendorIds: string[];
  /** Drivers of the first business, on duty, each with a parcel in hand. */
  phones: Phone[];
  /** So many more, of whom nobody has heard yet. */
  carriers(count: number): Promise<Phone[]>;
  /** So many members of the business. */
  members(vendorId: string, count: number): Promise<Account[]>;
};

const SECRET = { kid: "bench", secret: "a-secret-of-the-benchmark-0123456789abcdef" };

const UNLIMITED = {
  RATE_LIMITS: "off",
  CAPS: "sockets=1000000,sockets-per-address=1000000,sockets-per-account=1000000",
  LOG_LEVEL: "warn",
  TOKEN_SECRETS: `${SECRET.kid}:${SECRET.secret}`,
};

type Options = { database: TestDatabase; env?: Record<string, string>; dataDir?: string };

/** The product's own server, alone on its core, with limits that no load here can reach. */
export async function startProduct({ database, env, dataDir }: Options): Promise<TestServer> {
  const server = await startServer({ mongodbUrl: database.url, env: { ...UNLIMITED, ...env }, dataDir });
  giveServerCore(server.pid);
  return server;
}

/**
 * Businesses with fleets, made by the API once and then copied as documents: thousands of passwords would be hashed
 * for minutes.
 */
export async function populate(
  server: TestServer,
  { db, url }: TestDatabase,
  counts: { vendors: number; phones: number },
): Promise<World> {
  await using world = await createServerWorld(server, url, { drivers: 1 });
  const tokens = createAccessTokens({ secrets: [SECRET], clock: systemClock });
  const { vendorId } = world;
  const vendorUser = await one(db, "users", { email: "vendor@world.test" });
  const driverUser = await one(db, "users", { email: "driver1@world.test" });
  const member = await one(db, "vendorMembers", { _id: vendorUser._id });
  const driver = await one(db, "drivers", { userId: driverUser._id });
  const vendor = await one(db, "vendors", { _id: vendorId });
  const session = await one(db, "sessions", { userId: vendorUser._id });

  async function accounts(like: Doc, count: number): Promise<Account[]> {
    const people = Array.from({ length: count }, () => ({ userId: uuid(), sessionId: uuid() }));
    await insert(
      db,
      "users",
      people.map(({ userId }) => ({ ...like, _id: userId, email: `${userId}@world.test` })),
    );
    await insert(
      db,
      "sessions",
      people.map(({ userId, sessionId }) => ({ ...session, _id: sessionId, userId, tokenHash: sessionId })),
    );
    return Promise.all(
      people.map(async ({ userId, sessionId }) => {
        const ids = { userId: UserId.parse(userId), sessionId: SessionId.parse(sessionId) };
        return { userId, token: (await tokens.issue(ids)).token };
      }),
    );
  }

  const others = Array.from({ length: counts.vendors - 1 }, uuid);
  await insert(
    db,
    "vendors",
    others.map(_id => ({ ...vendor, _id, userId: uuid() })),
  );
  await world.vendor.orders.create.mutate(anOrderFor(vendorId));
  const order = await one(db, "orders", { vendorId });

  async function carriers(count: number): Promise<Phone[]> {
    const phones = (await accounts(driverUser, count)).map(account => ({ ...account, driverId: uuid() }));
    await insert(
      db,
      "drivers",
      phones.map(({ driverId, userId }) => ({
        ...driver,
        _id: driverId,
        userId,
        email: `${userId}@world.test`,
        status: "busy",
        activeOrders: 1,
      })),
    );
    await insert(
      db,
      "orders",
      phones.map(({ driverId }) => ({
        ...order,
        _id: uuid(),
        orderNumber: uuid(),
        trackingToken: uuid(),
        status: "out_for_delivery",
        driverId,
      })),
    );
    return phones;
  }

  return {
    vendorIds: [vendorId, ...others],
    phones: await carriers(counts.phones),
    carriers,
    async members(of, count) {
      const people = await accounts(vendorUser, count);
      await insert(
        db,
        "vendorMembers",
        people.map(({ userId }) => ({ ...member, _id: userId, vendorId: of })),
      );
      return people;
    },
  };
}

type Doc = Record<string, unknown>;

const uuid = () => crypto.randomUUID();

async function one(db: Db, collection: string, filter: Doc): Promise<Doc> {
  const doc = await db.collection(collection).findOne(filter);
  if (!doc) throw new Error(`There is nothing in ${collection} to copy`);
  return doc;
}

async function insert(db: Db, collection: string, docs: Doc[]): Promise<void> {
  if (docs.length > 0) await db.collection(collection).insertMany(docs);
}
