import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { callOf } from "../../../src/server/features/auth/index.ts";
import { randomIds } from "../../../src/server/platform/ids/random.ids.ts";
import { TrackingToken } from "../../../src/shared/ids.ts";
import { aRequest, createTestApp, type TestApp } from "../../support/harness.ts";
import { type Business, createPeople, type Person } from "../../support/people.ts";
import { waitFor } from "../../support/wait-for.ts";

const HOUR_MS = 3_600_000;
const LINK_HOURS = 5;

const CALL = callOf(aRequest());
let app: TestApp;
let people: ReturnType<typeof createPeople>;
let vendor: Business;
let customer: Person;
beforeAll(async () => {
  app = await createTestApp("trackinglink", {
    ids: randomIds,
    retention: { trackingLinkHours: LINK_HOURS, locationDays: 30, orderDays: 90, auditDays: 730 },
  });
  people = createPeople(app);
  vendor = await people.aVendor();
  customer = await people.aUser();
});
afterAll(() => app[Symbol.asyncDispose]());

async function anOrder() {
  const order = await people.anOrder(customer, vendor.vendorId);
  return { orderId: order.id, token: TrackingToken.parse(order.trackingToken) };
}

/** What a link answers to who opens it, as it goes over the wire. */
const open = (token: string) =>
  app
    .as(null)
    .tracking.get({ token: TrackingToken.parse(token) })
    .then(
      () => "open",
      ({ code, cause }: { code: string; cause: { code: string; message: string; details: unknown } }) =>
        JSON.stringify([code, cause.code, cause.message, cause.details]),
    );
const answerToUnknown = () => open("x".repeat(32));

function follow(token: TrackingToken) {
  let ended: string | null = null;
  let views = 0;
  const reading = (async () => {
    for await (const { message } of app.services.tracking.watch({ token, call: CALL, signal: undefined }))
      if (message.type === "tracking") views += 1;
  })().catch((error: { code: string }) => {
    ended = error.code;
  });
  return { views: () => views, ended: () => ended, reading };
}

describe("a tracking link", () => {
  test("that is revoked ends at once, for who opens it and for who follows, and answers like an unknown one", async () => {
    const { orderId, token } = await anOrder();
    const follower = follow(token);
    await waitFor("the first view", () => follower.views() > 0);
    const began = performance.now();
    const order = await vendor.api.orders.revokeTrackingLink({ orderId });
    await waitFor("the follower to be cut off", () => follower.ended() === "TRACKING_NOT_FOUND");
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(order).toMatchObject({ trackingToken: null, trackingLink: { expiresAt: null, can: ["reissue"] } });
    expect(await open(token)).toBe(await answerToUnknown());
    // Revoking what is revoked changes nothing.
    expect(await vendor.api.orders.revokeTrackingLink({ orderId })).toEqual(order);
  });

  test("that is made anew replaces the old one, whose followers are cut off", async () => {
    const { orderId, token } = await anOrder();
    const follower = follow(token);
    await waitFor("the first view", () => follower.views() > 0);
    const idempotencyKey = "a-key-of-this-link";
    const order = await customer.api.orders.reissueTrackingLink({ orderId, idempotencyKey });
    await waitFor("the follower to be cut off", () => follower.ended() === "TRACKING_NOT_FOUND");
    expect(order.trackingToken).not.toBe(token);
    expect(await open(TrackingToken.parse(order.trackingToken))).toBe("open");
    expect(await open(token)).toBe(await answerToUnknown());
    const again = await customer.api.orders.reissueTrackingLink({ orderId, idempotencyKey });
    expect(again.trackingToken).toBe(order.trackingToken);
  });

  test("ends some hours after the order was closed, also for who is following, and can be made anew then", async () => {
    const { orderId, token } = await anOrder();
    await vendor.api.orders.cancel({ orderId, reason: "Out of stock" });
    const follower = follow(token);
    await waitFor("the first view", () => follower.views() > 0);
    app.time.advance(LINK_HOURS * HOUR_MS);
    expect(await open(token)).toBe("open");
    app.time.advance(1_000);
    await waitFor("the follower to be cut off", () => follower.ended() === "TRACKING_NOT_FOUND");
    expect(await open(token)).toBe(await answerToUnknown());

    const order = await vendor.api.orders.reissueTrackingLink({ orderId });
    const renewed = TrackingToken.parse(order.trackingToken);
    expect(order.trackingLink?.expiresAt).toBe(
      new Date(app.time.clock.now().getTime() + LINK_HOURS * HOUR_MS).toISOString(),
    );
    expect(await open(renewed)).toBe("open");
    app.time.advance(LINK_HOURS * HOUR_MS + 1);
    expect(await open(renewed)).toBe(await answerToUnknown());
  });

  test("can be changed while somebody changes the order, and leaves the chain of custody as it is", async () => {
    const { orderId } = await anOrder();
    const before = await vendor.api.orders.custody({ orderId });
    await Promise.all([
      vendor.api.orders.reissueTrackingLink({ orderId }),
      vendor.api.orders.revokeTrackingLink({ orderId }).catch(() => {}),
      vendor.api.orders.accept({ orderId }),
    ]);
    const after = await vendor.api.orders.custody({ orderId });
    expect(after.events).toHaveLength(before.events.length + 1);
    expect(await vendor.api.orders.get({ orderId })).toMatchObject({ version: 2, status: "accepted" });
    expect((await vendor.api.orders.timeline({ orderId })).items).toHaveLength(2);
  });

  test("is nothing that a stranger or another business can end", async () => {
    const { orderId, token } = await anOrder();
    for (const { api } of [await people.aVendor(), await people.aUser()])
      for (const change of [api.orders.revokeTrackingLink, api.orders.reissueTrackingLink])
        await expect(change({ orderId })).rejects.toMatchObject({ cause: { code: "ORDER_NOT_FOUND" } });
    expect(await open(token)).toBe("open");
  });
});

test("of 100,000 drawn tokens no two are alike, each has 192 bits, and every bit is as often 1 as 0", () => {
  const DRAWN = 100_000;
  const BITS = 192;
  const seen = new Set<string>();
  const ones = new Array<number>(BITS).fill(0);
  for (let i = 0; i < DRAWN; i++) {
    const token = TrackingToken.parse(randomIds.token(24));
    seen.add(token);
    const bytes = Buffer.from(token, "base64url");
    expect(bytes).toHaveLength(BITS / 8);
    for (let bit = 0; bit < BITS; bit++)
      ones[bit] = (ones[bit] ?? 0) + (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1);
  }
  expect(seen.size).toBe(DRAWN);
  // Six standard deviations: a fair coin fails this once in 5 million runs of 192 bits.
  const tolerance = 6 * Math.sqrt(DRAWN / 4);
  for (const count of ones) expect(Math.abs(count - DRAWN / 2)).toBeLessThan(tolerance);
});
