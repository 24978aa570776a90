import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createTRPCClient, httpLink } from "@trpc/client";
import { createMedexClient, problemOf } from "../../src/sdk/index.ts";
import type { AppRouter } from "../../src/server/trpc/router.ts";
import type { MemberRole } from "../../src/shared/vendors/member.schema.ts";
import { connectClient } from "../integration/realtime/socket-server.ts";
import { type TestDatabase, testDatabase } from "../support/mongo.ts";
import { PASSWORD } from "../support/people.ts";
import { startServer, type TestServer } from "../support/process.ts";
import { anOrderFor, createServerWorld, type ServerWorld } from "../support/server-world.ts";
import { tally } from "../support/tally.ts";
import { waitFor } from "../support/wait-for.ts";

/*
 * What somebody may do changes while he is at work, with a token that was good when he got it and a live subscription.
 * On a real server with real sockets and real time: the next call is refused, and within a second nothing comes any more.
 */

const WITHIN_MS = 1_000;
/** What RFC 6455 leaves to applications: "sign in again". */
const SIGN_IN_AGAIN = 4401;
const reason = "seen in a test";

let database: TestDatabase;
let server: TestServer;
let world: ServerWorld;
beforeAll(async () => {
  database = await testDatabase("mid_session");
  server = await startServer({ mongodbUrl: database.url, readyTimeoutMs: 60_000 });
  world = await createServerWorld(server, database.url, { drivers: 1 });
}, 120_000);
afterAll(async () => {
  await world?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
  await database?.[Symbol.asyncDispose]();
});

type Worker = Awaited<ReturnType<typeof signIn>>;

/** Somebody at work who never renews his token, as who has stolen it could not. */
async function signIn(email: string) {
  const stranger = createMedexClient({ url: server.url });
  const { accessToken, user } = await stranger.auth.login.mutate({
    email,
    password: PASSWORD,
    client: "api",
  });
  const headers = { authorization: `Bearer ${accessToken}` };
  const api = createTRPCClient<AppRouter>({ links: [httpLink({ url: `${server.url}/trpc`, headers })] });
  return { email, accessToken, userId: user.id, api };
}

let count = 0;
async function aMember(memberRole: MemberRole): Promise<Worker> {
  const email = `${memberRole}${++count}@world.test`;
  const person = { email, fullName: "Mona Member", password: PASSWORD };
  await world.vendor.vendors.createMember.mutate({ vendorId: world.vendorId, ...person, memberRole });
  return signIn(email);
}

async function aCustomer(): Promise<Worker> {
  const email = `customer${++count}@world.test`;
  const person = { email, fullName: "Carla Customer", password: PASSWORD };
  await createMedexClient({ url: server.url }).auth.register.mutate({
    role: "user",
    ...person,
    client: "api",
  });
  return signIn(email);
}

/** An order of the business that anybody may still change. */
async function anOrder(): Promise<string> {
  const { id: orderId } = await world.vendor.orders.create.mutate(anOrderFor(world.vendorId));
  await world.vendor.orders.accept.mutate({ orderId });
  return orderId;
}

let notes = 0;
const touch = (orderId: string) => world.vendor.orders.update.mutate({ orderId, notes: `Note ${++notes}` });

type Heard = { type: string; seq?: number };

/** A live subscription, with all that it has brought and how it was refused. */
function watch(
  { accessToken }: Pick<Worker, "accessToken">,
  what: { orderId: string } | { vendorId: string },
) {
  const heard: Heard[] = [];
  const refusals: (string | undefined)[] = [];
  const closed: (number | undefined)[] = [];
  const client = connectClient({
    port: server.port,
    token: () => accessToken,
    onClose: code => closed.push(code),
  });
  const listener = {
    onData: ({ data }: { data: Heard }) => heard.push(data),
    onError: (error: { data?: { appCode?: string } | null | undefined }) =>
      refusals.push(error.data?.appCode),
  };
  if ("orderId" in what) client.api.realtime.order.subscribe(what, listener);
  else client.api.realtime.vendor.subscribe(what, listener);
  return {
    ...{ heard, refusals, closed },
    hears: (seq: number) => waitFor(`event ${seq}`, () => heard.some(message => message.seq === seq)),
    ready: () => waitFor("the subscription", () => heard.some(({ type }) => type === "ready")),
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}

const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => "allowed",
    (error: unknown) => problemOf(error).code,
  );

type Case = {
  /** Who is at work, and the order that he works on. */
  begin(): Promise<{ worker: Worker; orderId: string; what?: { vendorId: string } }>;
  change(worker: Worker, orderId: string): Promise<unknown>;
  call(worker: Worker, orderId: string): Promise<unknown>;
  callIs: string;
  liveIs: string;
};

const withMember = (memberRole: MemberRole) => async () => ({
  worker: await aMember(memberRole),
  orderId: await anOrder(),
});

const CASES: Record<string, Case> = {
  "an account that is deactivated": {
    begin: withMember("dispatcher"),
    change: ({ userId }) => world.admin.users.setActive.mutate({ userId, isActive: false, reason }),
    call: ({ api }, orderId) => api.orders.get.query({ orderId }),
    callIs: "UNAUTHENTICATED",
    liveIs: "UNAUTHENTICATED",
  },
  "an administrator who becomes a customer": {
    async begin() {
      const worker = await aCustomer();
      await world.admin.users.setRole.mutate({ userId: worker.userId, role: "admin", reason });
      return { worker, orderId: await anOrder(), what: { vendorId: world.vendorId } };
    },
    change: ({ userId }) => world.admin.users.setRole.mutate({ userId, role: "user", reason }),
    call: ({ api }) => api.admin.overview.query(),
    callIs: "FORBIDDEN",
    liveIs: "FORBIDDEN",
  },
  "a colleague who is removed": {
    begin: withMember("dispatcher"),
    change: ({ userId }) => world.vendor.vendors.removeMember.mutate({ vendorId: world.vendorId, userId }),
    call: ({ api }, orderId) => api.orders.get.query({ orderId }),
    callIs: "UNAUTHENTICATED",
    liveIs: "UNAUTHENTICATED",
  },
  "a colleague whom another business takes on": {
    begin: withMember("dispatcher"),
    async change({ userId, email }) {
      const other = await world.admin.vendors.create.mutate({
        businessName: "Other Pharmacy",
        email: "desk@other.test",
        phone: "+358 9 123 4567",
        address: anOrderFor(world.vendorId).delivery,
        ownerName: "Otto Other",
        ownerEmail: "otto@other.test",
        password: PASSWORD,
      });
      const person = { email, fullName: "Mona Member", password: PASSWORD, memberRole: "owner" } as const;
      await world.vendor.vendors.removeMember.mutate({ vendorId: world.vendorId, userId });
      await world.admin.vendors.createMember.mutate({ vendorId: other.id, ...person, reason });
    },
    call: async ({ email }, orderId) => (await signIn(email)).api.orders.get.query({ orderId }),
    callIs: "ORDER_NOT_FOUND",
    liveIs: "UNAUTHENTICATED",
  },
  "a driver from whom the order is taken back": {
    async begin() {
      const [driver] = world.drivers;
      const worker = await signIn("driver1@world.test");
      const orderId = await anOrder();
      const { assignmentId } = await world.vendor.orders.assign.mutate({
        orderId,
        driverId: String(driver?.driverId),
      });
      await worker.api.assignments.accept.mutate({ assignmentId: String(assignmentId) });
      return { worker, orderId };
    },
    change: (_, orderId) => world.vendor.orders.unassign.mutate({ orderId }),
    call: ({ api }, orderId) => api.orders.get.query({ orderId }),
    callIs: "ORDER_NOT_FOUND",
    liveIs: "ORDER_NOT_FOUND",
  },
  "a session that is revoked from another device": {
    begin: withMember("viewer"),
    async change({ email, api }) {
      const mine = (await api.auth.sessions.query()).find(({ current }) => current);
      const elsewhere = await signIn(email);
      await elsewhere.api.auth.revokeSession.mutate({ sessionId: String(mine?.id) });
    },
    call: ({ api }, orderId) => api.orders.get.query({ orderId }),
    callIs: "UNAUTHENTICATED",
    liveIs: "UNAUTHENTICATED",
  },
};

describe("the next call and the live subscription are refused within a second to", () => {
  for (const [name, { begin, change, call, callIs, liveIs }] of Object.entries(CASES)) {
    test(name, async () => {
      const { worker, orderId, what } = await begin();
      await using live = watch(worker, what ?? { orderId });
      await using control = watch(await signIn("vendor@world.test"), { orderId });
      await Promise.all([live.ready(), control.ready()]);
      const { version } = await touch(orderId);
      await live.hears(version);

      await change(worker, orderId);
      const changedAt = performance.now();
      expect(await codeOf(call(worker, orderId))).toBe(callIs);
      await waitFor("the end of the subscription", () => live.refusals.includes(liveIs));
      expect(performance.now() - changedAt).toBeLessThan(WITHIN_MS);

      const known = live.heard.length;
      const { version: later } = await touch(orderId);
      await control.hears(later);
      expect(live.heard.slice(known)).toEqual([]);
      tally("changes mid-session");
    }, 30_000);
  }
});

describe("who may still look is asked anew, and no more than looks", () => {
  const DEMOTIONS = [
    ["owner", "viewer", (api: Worker["api"]) => api.vendors.members.query({ vendorId: world.vendorId })],
    [
      "owner",
      "dispatcher",
      (api: Worker["api"]) => api.vendors.update.mutate({ vendorId: world.vendorId, email: "x@world.test" }),
    ],
    [
      "dispatcher",
      "viewer",
      (api: Worker["api"], orderId: string) => api.orders.cancel.mutate({ orderId, reason }),
    ],
  ] as const;
  for (const [from, to, call] of DEMOTIONS) {
    test(`${from} who becomes ${to}`, async () => {
      const worker = await aMember(from);
      const orderId = await anOrder();
      await using live = watch(worker, { vendorId: world.vendorId });
      await live.ready();
      const { vendorId } = world;
      await world.vendor.vendors.setMemberRole.mutate({ vendorId, userId: worker.userId, memberRole: to });
      const changedAt = performance.now();
      expect(await codeOf(call(worker.api, orderId))).toBe("FORBIDDEN");
      await waitFor("the socket to be cut", () => live.closed.includes(SIGN_IN_AGAIN));
      expect(performance.now() - changedAt).toBeLessThan(WITHIN_MS);
      const { version } = await touch(orderId);
      await live.hears(version);
      tally("changes mid-session");
    }, 30_000);
  }

  test("of a business that is paused: no new orders, and what is under way can be followed", async () => {
    const worker = await aMember("dispatcher");
    const orderId = await anOrder();
    const { vendorId } = world;
    await using live = watch(worker, { orderId });
    await live.ready();
    await world.admin.vendors.setActive.mutate({ vendorId, isActive: false, reason });
    expect(await codeOf(worker.api.orders.create.mutate(anOrderFor(vendorId)))).toBe("VENDOR_NOT_APPROVED");
    const { version } = await touch(orderId);
    await live.hears(version);
    await world.admin.vendors.setActive.mutate({ vendorId, isActive: true, reason });
    tally("changes mid-session");
  }, 30_000);
});
