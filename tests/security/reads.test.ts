import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { READS, type Read, readAt } from "../../src/server/trpc/reads.ts";
import type { AppRouter } from "../../src/server/trpc/router.ts";
import type { Actor } from "../../src/shared/auth/actor.ts";
import { can, STANDING_NAMES, STANDINGS } from "../../src/shared/permissions.ts";
import { aRequest } from "../support/harness.ts";
import type { Person } from "../support/people.ts";
import { tally } from "../support/tally.ts";
import { INPUTS } from "./inputs.ts";
import { answerOf, attempt, type Procedure, procedures } from "./procedures.ts";
import { createWorld, type Insiders, type World } from "./world.ts";

/*
 * Who reads personal data of whom is in the audit log: generated from the router and the table of reads, so that a
 * query of tomorrow is decided about the day it is written.
 */

/** Names under which views hold what is personal. */
const PERSONAL = new Set(
  `customerName customerPhone email phone fullName address location latitude driverName licenseNumber proofPhotoUrl
   signatureUrl ip userAgent`.split(/\s+/),
);
/** Rows without a record whose answers hold such names all the same: one's own, or no person's. */
const NOBODY_ELSES = new Set([
  ...["auth.me", "auth.sessions", "drivers.me", "vendors.me", "vendors.get", "vendors.list", "orders.quote"],
  ...["maps.geocode", "maps.autocomplete", "maps.reverse", "maps.config"],
]);

const readers = procedures.filter(({ type }) => type !== "mutation");
const kept = readers.filter(({ path }) => typeof readAt(path) === "object");

let world: World;
let business: Insiders;
beforeAll(async () => {
  world = await createWorld("reads");
}, 30_000);
afterAll(() => world.app[Symbol.asyncDispose]());
const inABusinessOfItsOwn = async () => {
  business = await world.anotherBusiness();
};

async function inABusinessWithADelivery(): Promise<void> {
  await inABusinessOfItsOwn();
  const { user, owner: vendor, driver } = business.actors;
  const { orders, assignments } = driver.api;
  const { id: orderId } = await world.people.anOrder(user, business.own.vendorId as never);
  await vendor.api.orders.accept({ orderId });
  const driverId = business.own.driverId as never;
  const { assignmentId } = await world.app.services.orders.assign(vendor.actor, { orderId, driverId });
  if (!assignmentId) throw new Error("not offered");
  await assignments.accept({ assignmentId });
  await orders.pickUp({ orderId });
  await orders.startDelivery({ orderId });
  await orders.deliver({ orderId });
}

const audit = () => world.app.db.collection("audit");
const readsBy = ({ actor }: Person, action: object = /^read\./) =>
  audit().find({ "actor.id": actor.userId, action }).sort({ createdAt: -1, _id: -1 }).toArray();
/** The table of inputs asks for nobody there, so that the others of its kind erase nobody. */
const inputOf = (path: string) =>
  path === "privacy.find" ? { userId: business.own.userId } : INPUTS[path]?.(business.own);
const ask = (actor: Actor | null, path: string) => attempt(world.app, actor, path, inputOf(path));

/** Somebody who sees what is not his own by it: an administrator if he may, those who run the business otherwise. */
function readerOf({ policy }: Procedure): Person {
  if (!policy || !("permission" in policy)) throw new Error("open procedures keep their own records");
  const role = (["admin", "owner", "driver"] as const).find(name => can(STANDINGS[name], policy.permission));
  if (!role) throw new Error("nobody may");
  return business.actors[role];
}

function namesIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...namesIn(inner)]);
}

describe("the table of reads", () => {
  beforeAll(inABusinessOfItsOwn);

  test("has a row for every query and every subscription, and for nothing else", () => {
    expect(Object.keys(READS).toSorted()).toEqual(readers.map(({ path }) => path).toSorted());
    expect(kept.length).toBeGreaterThan(18);
  });

  for (const { path, type, policy } of readers) {
    if (typeof readAt(path) === "object" || type === "subscription") continue;
    test(`${path} tells nothing personal of anybody else`, async () => {
      const roles = STANDING_NAMES.filter(
        name => !policy || "open" in policy || can(STANDINGS[name], policy.permission),
      );
      for (const role of roles) {
        const { actor } = business.actors[role];
        const answer = await answerOf(world.app, actor, path, INPUTS[path]?.(business.own));
        const personal = namesIn(answer).filter(name => PERSONAL.has(name));
        if (!NOBODY_ELSES.has(path) && !path.startsWith("tracking.")) expect(personal).toEqual([]);
      }
    });
  }
});

describe("an entry says who read whose data, and not what it was, of", () => {
  beforeAll(inABusinessWithADelivery);

  for (const procedure of kept) {
    const { path } = procedure;
    test(path, async () => {
      const reader = readerOf(procedure);
      expect(await ask(reader.actor, path)).toBe("allowed");
      const [entry, ...others] = await readsBy(reader, new RegExp(`^read.${path}$`));
      expect(others).toEqual([]);
      expect(entry).toMatchObject({
        actor: { id: reader.actor.userId, role: reader.actor.role, name: reader.actor.fullName },
        action: `read.${path}`,
        subjectKind: expect.stringMatching(/^(order|driver|user|vendor|audit)$/),
        ip: "192.0.2.1",
        requestId: "test",
        sessionId: reader.actor.sessionId,
      });
      const rest = { ...entry, actor: null };
      expect(JSON.stringify(rest)).not.toMatch(
        /Aino|Laine|Ilmo|Aleksanterinkatu|765 4321|123 4567|@medex|60\.16/,
      );

      await ask(reader.actor, path);
      expect(await readsBy(reader, new RegExp(`^read.${path}$`))).toHaveLength(1);
      tally("reads kept");
    });
  }

  test("an entry names the one whose data it was", async () => {
    const { admin } = business.actors;
    for (const [path, id] of [
      ["orders.get", business.own.orderId],
      ["orders.custody", business.own.orderId],
      ["drivers.trail", business.own.driverId],
      ["users.get", business.own.userId],
    ] as const) {
      await ask(admin.actor, path);
      expect((await readsBy(admin, new RegExp(`^read.${path}$`)))[0]).toMatchObject({ subject: id });
    }
  });
});

describe("no answer leaves that was not written down:", () => {
  beforeAll(inABusinessWithADelivery);
  beforeEach(() => refuseEntries(true));

  for (const procedure of kept) {
    test(procedure.path, async () => {
      const { actor } = readerOf(procedure);
      try {
        expect(await ask(actor, procedure.path)).toMatchObject({ code: "AUDIT_UNAVAILABLE" });
      } finally {
        await refuseEntries(false);
      }
      expect(await ask(actor, procedure.path)).toBe("allowed");
      tally("reads refused unrecorded");
    });
  }

  /** The database itself takes no entry that begins with a read. */
  const refuseEntries = (isOn: boolean) =>
    world.app.db.command({ collMod: "audit", validator: isOn ? { action: { $not: /^read\./ } } : {} });
});

describe("one look is one entry", () => {
  beforeEach(inABusinessOfItsOwn);

  test("for ten minutes of a session, and for what is new in a list at once", async () => {
    const { owner: vendor, user } = business.actors;
    const list = () => vendor.api.orders.list({});
    await list();
    await list();
    const [first, ...none] = await readsBy(vendor);
    const known = [first?.subject].flat();
    expect(known).toContain(business.own.orderId);
    expect(none).toEqual([]);

    const fresh = [
      await world.people.anOrder(user, business.own.vendorId as never),
      await world.people.anOrder(user, business.own.vendorId as never),
    ];
    await list();
    const [second] = await readsBy(vendor);
    expect([second?.subject].flat().toSorted()).toEqual(fresh.map(({ id }) => String(id)).toSorted());

    await world.app.time.advance(10 * 60_000);
    await list();
    const [third] = await readsBy(vendor);
    expect(third?.subject).toHaveLength(known.length + 2);
    const elsewhere = await world.people.signedIn(vendor.email);
    await elsewhere.api.orders.list({});
    expect(await readsBy(vendor)).toHaveLength(4);
  });

  test("even when many ask at once", async () => {
    const { owner: vendor } = business.actors;
    await Promise.all(
      Array.from({ length: 20 }, () => vendor.api.orders.get({ orderId: business.own.orderId as never })),
    );
    expect(await readsBy(vendor)).toHaveLength(1);
  });

  test("and none for what was refused, or held nobody", async () => {
    const { owner: vendor } = business.actors;
    await attempt(world.app, vendor.actor, "orders.get", { orderId: world.foreign.orderId });
    await vendor.api.orders.list({ query: "nobody of this name" });
    expect(await readsBy(vendor)).toEqual([]);
  });
});

describe("what is one's own is nobody else's business:", () => {
  beforeAll(inABusinessOfItsOwn);

  test("a customer's orders, and a driver's profile, places and duty", async () => {
    const { user, driver } = business.actors;
    for (const { path, policy } of kept) {
      if (policy && "permission" in policy && can(STANDINGS.user, policy.permission))
        await ask(user.actor, path);
    }
    expect(await readsBy(user)).toEqual([]);
    for (const path of ["drivers.get", "drivers.trail", "realtime.driver", "realtime.driverLocations"])
      expect(await ask(driver.actor, path)).toBe("allowed");
    expect(await readsBy(driver)).toEqual([]);
  });
});

describe("a tracking link", () => {
  beforeEach(inABusinessOfItsOwn);

  const opened = (ip: string) =>
    audit().find({ action: "read.tracking.link", subject: business.own.orderId, ip }).toArray();

  test("that is opened is kept with the address it came from, once in ten minutes each", async () => {
    const { token } = business.own;
    const from = (ip: string) => world.app.as(null, aRequest({ ip })).tracking;
    for (const ip of ["203.0.113.1", "203.0.113.1", "203.0.113.2"])
      await from(ip).get({ token: token as never });
    for await (const _ of (await from("203.0.113.3").watch({
      token: token as never,
    })) as AsyncIterable<unknown>)
      break;
    for (const ip of ["203.0.113.1", "203.0.113.2", "203.0.113.3"]) {
      const [entry, ...others] = await opened(ip);
      expect(entry).toMatchObject({ actor: { id: null, role: "link" }, subjectKind: "order" });
      expect(others).toEqual([]);
      expect(JSON.stringify(entry)).not.toContain(token);
    }
  });

  test("shows nothing that could not be written down", async () => {
    await world.app.db.command({ collMod: "audit", validator: { action: { $not: /^read\./ } } });
    const outcome = await attempt(world.app, null, "tracking.get", { token: business.own.token });
    await world.app.db.command({ collMod: "audit", validator: {} });
    expect(outcome).toMatchObject({ code: "AUDIT_UNAVAILABLE" });
  });
});

/* The table names its answers by hand: here the compiler holds them to those of the router. */
type Outputs = inferRouterOutputs<AppRouter>;
type Inputs = inferRouterInputs<AppRouter>;
type At<Of, Path> = Path extends `${infer Slice}.${infer Name}`
  ? Slice extends keyof Of
    ? Name extends keyof Of[Slice]
      ? Of[Slice][Name]
      : never
    : never
  : never;
type Told<Answer> = Answer extends AsyncIterable<infer Message> ? Message : Answer;
READS satisfies {
  [Path in keyof typeof READS]: string | Read<Told<At<Outputs, Path>>, At<Inputs, Path>>;
};
