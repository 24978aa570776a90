import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { Hono } from "hono";
import { problem } from "../../../src/server/http/requests/problem.ts";
import type { Connection } from "../../../src/server/http/requests/request-facts.ts";
import { type RequestIds, requestIds } from "../../../src/server/http/requests/request-id.ts";
import { fileRoutes } from "../../../src/server/http/resources/files.ts";
import { DomainError } from "../../../src/shared/errors.ts";
import type { OrderId } from "../../../src/shared/ids.ts";
import { MAX_PROOF_SIDE_PIXELS, type ProofKind } from "../../../src/shared/proofs/proof.schema.ts";
import { codeOf } from "../../support/errors.ts";
import { createTestApp, type TestApp } from "../../support/harness.ts";
import { type Business, type Courier, createPeople, type People, type Person } from "../../support/people.ts";

let app: TestApp;
let people: People;
let vendor: Business;
let customer: Person;
let driver: Courier;
let orderId: OrderId;

beforeAll(async () => {
  app = await createTestApp("proofs");
  people = createPeople(app);
  vendor = await people.aVendor({ proofPolicy: { photo: true, signature: true } });
  customer = await people.aUser();
});
afterAll(() => app[Symbol.asyncDispose]());

beforeEach(async () => {
  driver = await people.aDriver(vendor);
  ({ id: orderId } = await people.anAssignedOrder(vendor, driver, customer));
  await app.services.orders.pickUp(driver.actor, { orderId });
});

const PARCEL = new URL("../../../examples/parcel.png", import.meta.url);

/** What a phone stores in a picture beside it: an APP1 segment after the start of the image (Exif 3.0, 4.5.4). */
const PLACE = "GPS 60.1699 24.9384";
async function photoWithPlace(): Promise<Uint8Array> {
  const jpeg = await new Bun.Image(await Bun.file(PARCEL).bytes()).jpeg().bytes();
  const content = Buffer.from(`Exif\0\0${PLACE}`);
  const segment = Buffer.from([0xff, 0xe1, 0, content.length + 2]);
  return Buffer.concat([jpeg.slice(0, 2), segment, content, jpeg.slice(2)]);
}

async function upload(kind: ProofKind, bytes: Uint8Array, by: Person = driver) {
  const form = new FormData();
  form.set("orderId", orderId);
  form.set("kind", kind);
  form.set("file", new File([new Uint8Array(bytes)], "../../etc/passwd.jpg", { type: "image/jpeg" }));
  return by.api.proofs.upload(form);
}

const parcel = () => Bun.file(PARCEL).bytes();

const download = (url: string, by: Person | null) =>
  new Hono<RequestIds & Connection>()
    .use(requestIds(app.platform.ids))
    .route("/", fileRoutes({ ...app.services, admitCall: app.admitCall, trustProxy: false }))
    .onError(error => problem(error instanceof DomainError ? error.code : "INTERNAL"))
    .request(
      url,
      { headers: by ? { authorization: `Bearer ${by.credentials.accessToken}` } : {} },
      {
        remoteAddress: "203.0.113.9",
      },
    );

/** Files that storage holds for the order, by what its records say. */
const records = () => app.db.collection("proofs").countDocuments({ orderId });

describe("a proof", () => {
  test("is made anew from its pixels: no place of the phone, no size beyond the limit", async () => {
    const wide = await new Bun.Image(await photoWithPlace())
      .resize(4_000, 300, { fit: "fill" })
      .jpeg()
      .bytes();
    const original = Buffer.concat([wide, Buffer.from(PLACE)]);
    const proof = await upload("photo", original);
    const stored = await (await download(proof.url, driver)).bytes();
    expect(Buffer.from(stored).includes(PLACE)).toBe(false);
    expect(await new Bun.Image(stored).metadata()).toMatchObject({
      format: "jpeg",
      width: MAX_PROOF_SIDE_PIXELS,
    });
    expect(proof).toMatchObject({ orderId, kind: "photo", contentType: "image/jpeg", bytes: stored.length });
    expect(proof.sha256).toBe(new Bun.CryptoHasher("sha256").update(stored).digest("hex"));

    const withSegment = await upload("photo", await photoWithPlace());
    const clean = await (await download(withSegment.url, driver)).bytes();
    expect(Buffer.from(clean).includes("Exif")).toBe(false);
  });

  test("is written down for whoever opens it, before it leaves, and not for the customer", async () => {
    const { url } = await upload("photo", await parcel());
    const looks = () =>
      app.db.collection("audit").find({ action: "read.files.proof", subject: orderId }).toArray();
    for (const by of [vendor, vendor, customer]) expect((await download(url, by)).status).toBe(200);
    const [look, ...others] = await looks();
    expect(others).toEqual([]);
    expect(look).toMatchObject({
      actor: { id: vendor.actor.userId, role: "vendor" },
      subjectKind: "order",
      ip: "203.0.113.9",
      sessionId: vendor.actor.sessionId,
    });
  });

  test("is named on its order, with a bead of its own", async () => {
    const photo = await upload("photo", await parcel());
    const signature = await upload("signature", await parcel());
    expect(await app.services.orders.get(customer.actor, { orderId })).toMatchObject({
      proofPhotoUrl: photo.url,
      signatureUrl: signature.url,
    });
    const { items } = await app.services.orders.timeline(customer.actor, { orderId });
    expect(items.map(({ action }) => action).filter(action => action === "addProof")).toHaveLength(2);
  });

  test.each<[string, string]>([
    [
      "a drawing that is a program",
      "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    ],
    ["a page", "<!doctype html><script>alert(1)</script>"],
    ["nothing", ""],
    ["an animation", "GIF89a\x01\x00\x01\x00\x00\x00\x00;"],
  ])("is refused when it is %s, and nothing is kept", async (_, text) => {
    for (const kind of ["photo", "signature"] as const)
      expect(await codeOf(upload(kind, Buffer.from(text, "latin1")))).toBe("NOT_AN_IMAGE");
    expect(await records()).toBe(0);
  });

  test("comes from the driver of the order, while he has the parcel", async () => {
    const other = await people.aDriver(vendor);
    expect(await codeOf(upload("photo", await parcel(), other))).toBe("ORDER_NOT_FOUND");
    expect(await codeOf(upload("photo", Buffer.from("no picture"), other))).toBe("ORDER_NOT_FOUND");
    expect(await codeOf(upload("photo", await parcel(), vendor))).toBe("FORBIDDEN");
    await upload("photo", await parcel());
    await upload("signature", await parcel());
    await app.services.orders.startDelivery(driver.actor, { orderId });
    await app.services.orders.deliver(driver.actor, { orderId });
    expect(await codeOf(upload("photo", await parcel()))).toBe("ILLEGAL_TRANSITION");
    expect(await records()).toBe(2);
  });
});

describe("the file of a proof", () => {
  test("is for those who may see the order, and like a missing one for everybody else", async () => {
    const { url } = await upload("photo", await parcel());
    for (const person of [driver, vendor, customer, await people.anAdmin()])
      expect((await download(url, person)).status).toBe(200);
    for (const other of [await people.aUser(), await people.aVendor(), await people.aDriver(vendor)]) {
      const answer = await served(url, other);
      expect(answer.status).toBe(404);
      expect(answer).toEqual(await served(MISSING, other));
    }
    expect((await served(url, null)).status).toBe(401);
  });

  test("is a download that nobody in between keeps", async () => {
    const { headers } = await download((await upload("signature", await parcel())).url, customer);
    expect(headers.get("content-type")).toBe("image/png");
    expect(headers.get("content-disposition")).toStartWith("attachment; ");
    expect(headers.get("cache-control")).toBe("private, no-store");
  });
});

const MISSING = "/files/proofs/00000000-0000-7000-8000-ffffffffffff";

async function served(url: string, by: Person | null): Promise<{ status: number; text: string }> {
  const response = await download(url, by);
  return { status: response.status, text: await response.text() };
}
