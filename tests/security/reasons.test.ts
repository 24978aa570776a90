import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { needsReason, STANDING_NAMES, STANDINGS } from "../../src/shared/permissions.ts";
import { codeOf } from "../support/errors.ts";
import { fingerprint } from "../support/fingerprint.ts";
import type { People } from "../support/people.ts";
import { tally } from "../support/tally.ts";
import { INPUTS } from "./inputs.ts";
import { attempt, type Procedure, procedures } from "./procedures.ts";
import { type Belongings, createWorld, type World } from "./world.ts";

/*
 * An administrator who changes what is another's says why, and the audit log keeps it: generated from the router, so
 * that a procedure of tomorrow is asked the day it is written.
 */

const REASON = "The owner asked for it by telephone";
const asked = procedures.filter(
  ({ type, policy }) =>
    type === "mutation" && policy && "permission" in policy && needsReason("admin", policy.permission),
);

let world: World;
let people: People;
beforeAll(async () => {
  world = await createWorld("reasons");
  ({ people } = world);
}, 30_000);
afterAll(() => world.app[Symbol.asyncDispose]());

type Scene = { pending: string; accepted: string; assigned: string; idleDriver: string; invited: string };
let of: Belongings;
let scene: Scene;

/** A business of its own for each test, with an order in each state that a command begins in. */
beforeEach(async () => {
  const vendor = await people.aVendor();
  const [driver, idle] = [await people.aDriver(vendor), await people.aDriver(vendor)];
  const customer = await people.aUser();
  const [pending, accepted] = [
    await people.anOrder(customer, vendor.vendorId),
    await people.anOrder(customer, vendor.vendorId),
  ];
  await vendor.api.orders.accept({ orderId: accepted.id });
  const assigned = await people.anAssignedOrder(vendor, driver, customer);
  const { vendorId } = vendor;
  const viewer = await people.aMember(vendor, "viewer");
  const guest = { email: `colleague-of-${vendorId}@medex.test`, fullName: "Guest" };
  const invited = await vendor.api.vendors.inviteMember({ vendorId, ...guest, memberRole: "viewer" });
  // Long enough ago for another letter.
  world.app.time.advance(60_000);
  scene = {
    pending: pending.id,
    accepted: accepted.id,
    assigned: assigned.id,
    idleDriver: idle.driverId,
    invited: invited.userId,
  };
  of = {
    ...world.own,
    userId: customer.actor.userId,
    vendorId: vendor.vendorId,
    driverId: idle.driverId,
    memberId: viewer.actor.userId,
    orderId: pending.id,
  };
});

/** Where the pending order is not the one that the command is for. */
const FOR: Record<string, () => Partial<Belongings>> = {
  "orders.assign": () => ({ orderId: scene.accepted }),
  "orders.unassign": () => ({ orderId: scene.assigned }),
  "vendors.resendInvitation": () => ({ memberId: scene.invited }),
};
/** Where the input has to differ from the one of the table of inputs to make a change. */
const OVER: Record<string, () => object> = {
  "vendors.inviteMember": () => ({ email: `invited-by-${of.vendorId}@medex.test` }),
  "vendors.createMember": () => ({ email: `member-of-${of.vendorId}@medex.test` }),
  "drivers.create": () => ({ email: `driver-of-${of.vendorId}@medex.test` }),
  "drivers.invite": () => ({ email: `guest-of-${of.vendorId}@medex.test` }),
};
const inputOf = (path: string): object => ({
  ...(INPUTS[path]?.({ ...of, ...FOR[path]?.() }) as object),
  ...OVER[path]?.(),
});

const audit = () => world.app.db.collection("audit");

const asAdmin = ({ path }: Procedure, input: object) =>
  attempt(world.app, world.actors.admin.actor, path, input);

test("there are mutations that administrators give a reason for", () => {
  expect(asked.length).toBeGreaterThanOrEqual(15);
});

describe("an administrator who says nothing, too little or too much is asked why, and changes nothing, by", () => {
  for (const procedure of asked) {
    test(procedure.path, async () => {
      const { reason: _, ...silent } = inputOf(procedure.path) as { reason?: string };
      const before = await fingerprint(world.app.db);
      const wrong = [
        undefined,
        "",
        "  ",
        "no",
        "a".repeat(501),
        "two\nlines",
        null,
        7,
        { $gt: "" },
        ["because"],
      ];
      for (const reason of wrong) {
        const input = reason === undefined ? silent : { ...silent, reason };
        expect(await asAdmin(procedure, input), JSON.stringify(reason)).toMatchObject({
          code: "REASON_REQUIRED",
        });
        tally("reasons asked for");
      }
      expect(await fingerprint(world.app.db)).toBe(before);
    });
  }
});

describe("one entry of the audit log keeps why, who and from where, of", () => {
  for (const procedure of asked) {
    test(procedure.path, async () => {
      const known = await audit().countDocuments();
      const outcome = await asAdmin(procedure, { ...inputOf(procedure.path), reason: `  ${REASON} ` });
      expect(outcome).toBe("allowed");
      expect(await audit().countDocuments()).toBe(known + 1);
      const [entry] = await audit().find().sort({ createdAt: -1, _id: -1 }).limit(1).toArray();
      expect(entry).toMatchObject({
        actor: { id: world.actors.admin.actor.userId, role: "admin", name: "Root Admin" },
        reason: REASON,
        ip: "192.0.2.1",
        requestId: "test",
        sessionId: world.actors.admin.actor.sessionId,
        subject: expect.any(String),
      });
      expect(JSON.stringify(entry?.changes)).not.toMatch(/765 4321|Ring twice|Laine/);
      tally("reasons kept");
    });
  }
});

describe("a reason is not a field for anybody else, of", () => {
  for (const procedure of asked) {
    const { policy, path } = procedure;
    if (!policy || "open" in policy || path === "orders.cancel") continue;
    for (const name of STANDING_NAMES.filter(each => !needsReason(STANDINGS[each].role, policy.permission))) {
      test(`${path} as ${name}`, async () => {
        const outcome = await attempt(world.app, world.actors[name].actor, path, {
          ...(INPUTS[path]?.(world.own) as object),
          reason: REASON,
        });
        expect(outcome).toMatchObject({ code: expect.stringMatching(/^(INVALID_INPUT|FORBIDDEN)$/) });
      });
    }
  }
});

test("what has changed is named with its values, unless they are personal", async () => {
  const { vendorId, userId } = of;
  const { api } = world.actors.admin;
  const changesOf = async () => (await api.admin.auditLog({ limit: 1 })).items[0]?.changes;
  await api.users.setRole({ userId: userId as never, role: "admin", reason: REASON });
  expect(await changesOf()).toEqual([{ field: "role", from: "user", to: "admin" }]);
  const proofPolicy = { photo: true, signature: false };
  await api.vendors.update({
    vendorId: vendorId as never,
    phone: "+358 9 000 1111",
    proofPolicy,
    reason: REASON,
  });
  expect(await changesOf()).toEqual([
    { field: "phone" },
    { field: "proofPolicy", from: '{"photo":false,"signature":false}', to: JSON.stringify(proofPolicy) },
  ]);
  await api.orders.accept({ orderId: scene.pending as never, reason: REASON });
  expect(await changesOf()).toEqual([{ field: "status", from: "pending", to: "accepted" }]);
});

test("no reason is one that nobody can read", async () => {
  const { admin } = world.actors;
  for (const reason of ["   ", "\u200b\u200b\u200b", "\u2060\ufeff\u00ad\u200d"]) {
    const refused = admin.api.users.setActive({ userId: of.userId as never, isActive: true, reason });
    expect(await codeOf(refused)).toBe("REASON_REQUIRED");
  }
});
