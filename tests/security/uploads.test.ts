import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { fileRoutes } from "../../src/server/http/resources/files.ts";
import { createBunImages } from "../../src/server/platform/images/bun.images.ts";
import type { Logger } from "../../src/server/platform/logger/logger.ts";
import { createLocalStorage } from "../../src/server/platform/storage/local.storage.ts";
import { type ApiRoutes, apiRoutesOf } from "../support/api-routes.ts";
import { createTestApp, type TestApp } from "../support/harness.ts";
import { type Business, type Courier, createPeople, type Person } from "../support/people.ts";
import { tally } from "../support/tally.ts";

const folder = mkdtempSync(join(tmpdir(), "medex-test-uploads-"));
/** A folder that is a file takes no files, whoever the process runs as. */
const blocked = join(folder, "blocked");
const stores = { good: createLocalStorage(join(folder, "files")), broken: createLocalStorage(blocked) };
let storage = stores.good;
/** What an operator is told. */
const logged: { err: unknown }[] = [];
const logger = { error: (facts: { err: unknown }) => logged.push(facts) } as unknown as Logger;

let app: TestApp;
let people: ReturnType<typeof createPeople>;
let http: ApiRoutes;
let vendor: Business;
let driver: Courier;
let orderId: string;

beforeAll(async () => {
  writeFileSync(blocked, "");
  app = await createTestApp("uploads", {
    storage: {
      put: (key, bytes) => storage.put(key, bytes),
      get: key => storage.get(key),
      list: () => storage.list(),
      remove: key => storage.remove(key),
    },
  });
  people = createPeople(app);
  vendor = await people.aVendor({ proofPolicy: { photo: true, signature: false } });
  driver = await people.aDriver(vendor);
  const { services, admitCall } = app;
  http = apiRoutesOf(app, { logger }).route("/", fileRoutes({ ...services, admitCall, trustProxy: false }));
}, 30_000);
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  storage = stores.good;
  logged.length = 0;
  orderId = await aCarriedOrder();
});

async function aCarriedOrder(): Promise<string> {
  const { id } = await people.anAssignedOrder(vendor, driver);
  await driver.api.orders.pickUp({ orderId: id });
  await driver.api.orders.startDelivery({ orderId: id });
  return id;
}

/** A black PNG; `data` in place of its pixels makes it one that lies about its size. */
function png(
  width: number,
  height: number,
  data = deflateSync(Buffer.alloc((width * 3 + 1) * height)),
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", data),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const sizes = Buffer.alloc(8);
  sizes.writeUInt32BE(data.length, 0);
  sizes.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([sizes.subarray(0, 4), body, sizes.subarray(4)]);
}

const SMALL = png(64, 64);
const jpeg = async () => Buffer.from(await new Bun.Image(SMALL).jpeg().bytes());

/** The picture with an EXIF segment that names a place. */
function withPlace(picture: Buffer): Buffer {
  const exif = Buffer.from("Exif\0\0MM\0*\0\0\0\u0008 GPS 60.1699 N 24.9384 E");
  const head = Buffer.from([0xff, 0xe1, 0, exif.length + 2]);
  return Buffer.concat([picture.subarray(0, 2), head, exif, picture.subarray(2)]);
}

function form(file: Uint8Array | string, over: Record<string, string> = {}, name = "photo.jpg"): FormData {
  const fields = new FormData();
  for (const [key, value] of Object.entries({ orderId, kind: "photo", ...over })) fields.set(key, value);
  fields.set("file", new File([file as BlobPart], name, { type: "image/jpeg" }));
  return fields;
}

async function send(body: BodyInit, headers: Record<string, string> = {}, by: Person | null = driver) {
  const authorization = by ? { authorization: `Bearer ${by.credentials.accessToken}` } : {};
  const request = {
    method: "POST",
    body,
    headers: { ...authorization, ...headers } as Record<string, string>,
  };
  const response = await http.request("/trpc/proofs.upload", request, { remoteAddress: "127.0.0.1" });
  const { error, result } = await response.json();
  return { status: response.status, code: error?.data.appCode, proof: result?.data };
}

const files = (): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name !== "blocked")
    .map(({ name }) => name);

/** Refused in the catalogue's words, and neither a file nor a record remains. */
async function expectNothingKept(body: BodyInit, code: string, headers = {}, by: Person | null = driver) {
  const before = [files().length, await app.db.collection("proofs").countDocuments()];
  expect(await send(body, headers, by)).toMatchObject({ code });
  expect([files().length, await app.db.collection("proofs").countDocuments()]).toEqual(before);
  tally("bad uploads");
}

const download = (url: string, by: Person) => {
  const headers = { authorization: `Bearer ${by.credentials.accessToken}` };
  return http.request(url, { headers }, { remoteAddress: "127.0.0.1" });
};

describe("a file that is no picture is refused and leaves nothing behind", () => {
  test("SVG, HTML, GIF and nothing under the name of a photo", async () => {
    const gif = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");
    for (const file of ['<svg xmlns="http://www.w3.org/2000/svg"/>', "<html><script>1</script>", gif, ""])
      await expectNothingKept(form(file), "NOT_AN_IMAGE");
  });

  test("a picture that ends too early", async () => {
    const photo = await jpeg();
    for (const picture of [photo, SMALL])
      await expectNothingKept(form(picture.subarray(0, picture.length / 2)), "NOT_AN_IMAGE");
  });

  test("a small file that grows to 144 megapixels, or says so", async () => {
    await expectNothingKept(form(png(12_000, 12_000)), "NOT_AN_IMAGE");
    await expectNothingKept(form(png(65_535, 65_535, deflateSync(Buffer.alloc(9)))), "NOT_AN_IMAGE");
    await expectNothingKept(form(png(0, 0, deflateSync(Buffer.alloc(0)))), "NOT_AN_IMAGE");
  });
});

describe("a picture is made anew", () => {
  test("without the place where it was taken, and without what hangs on its end", async () => {
    const polyglot = Buffer.concat([withPlace(await jpeg()), Buffer.from("<script>alert(1)</script>")]);
    const { proof } = await send(form(polyglot));
    const response = await download(proof.url, driver);
    const stored = Buffer.from(await response.arrayBuffer()).toString("latin1");
    expect(stored.length).toBe(proof.bytes);
    for (const part of ["GPS", "Exif", "script"]) expect(stored).not.toContain(part);
  });

  test("under a name of ours, whatever the file was called", async () => {
    for (const name of ["../../../evil.jpg", "a\0.jpg", "evil.html", `${"n".repeat(5_000)}.jpg`]) {
      const { proof } = await send(form(SMALL, {}, name));
      const { headers } = await download(proof.url, driver);
      expect(headers.get("content-disposition")).toBe(`attachment; filename="photo-${proof.id}.jpg"`);
    }
    expect(files().filter(file => !/^[0-9a-f-]{36}\.(jpg|png)$/.test(file))).toEqual([]);
  });

  test("and is shown to those who may see its order, as a download and never as a page", async () => {
    const { proof } = await send(form(SMALL));
    const { status, headers } = await download(proof.url, vendor);
    expect(status).toBe(200);
    expect(headers.get("content-disposition")).toStartWith("attachment");
    expect(headers.get("content-security-policy")).toContain("sandbox");
    expect(headers.get("cache-control")).toContain("no-store");
    // The route throws for strangers, and app.ts answers 401: see server.test.ts.
    const strangers = [await people.aUser(), await people.aVendor(), await people.aDriver(vendor)];
    for (const { actor } of strangers)
      await expect(app.services.proofs.open(actor, proof.id)).rejects.toMatchObject({
        code: "PROOF_NOT_FOUND",
      });
  });
});

describe("a form that is not as it should be is refused", () => {
  const missing = (name: string): FormData => {
    const fields = form(SMALL);
    fields.delete(name);
    return fields;
  };
  const added = (name: string, value: string | File): FormData => {
    const fields = form(SMALL);
    if (typeof value === "string") fields.append(name, value);
    else fields.append(name, value);
    return fields;
  };

  test("fields that are missing, unknown, too many or of another kind", async () => {
    for (const name of ["orderId", "kind", "file"]) await expectNothingKept(missing(name), "INVALID_INPUT");
    for (const name of ["extra", "__proto__", "__proto__[a]", "constructor.prototype.a", "k".repeat(60_000)])
      await expectNothingKept(added(name, "1"), "INVALID_INPUT");
    // Where brackets and dots make objects of fields: CVE-2025-68130.
    expect(({} as Record<string, unknown>).a).toBeUndefined();
    await expectNothingKept(form(SMALL, { kind: "passport" }), "INVALID_INPUT");
    await expectNothingKept(form(SMALL, { orderId: '{"$gt":""}' }), "INVALID_INPUT");
    const text = missing("file");
    text.set("file", "a text");
    await expectNothingKept(text, "INVALID_INPUT");
  });

  test("fields that are there twice: two readers could each believe another one", async () => {
    await expectNothingKept(added("orderId", orderId), "INVALID_INPUT");
    await expectNothingKept(added("kind", "signature"), "INVALID_INPUT");
    await expectNothingKept(added("file", new File([new Uint8Array(SMALL)], "b.png")), "INVALID_INPUT");
  });

  test("another type of content, or a form that breaks off", async () => {
    const types = ["application/json", "application/octet-stream", "text/plain", "multipart/form-data"];
    for (const type of [...types, "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"])
      await expectNothingKept("--x\r\nnonsense", "INVALID_INPUT", { "content-type": type });
  });

  test("more than 10 MB, with a length and without", async () => {
    const large = new Uint8Array(10 * 1024 * 1024 + 1).fill(65);
    await expectNothingKept(form(large), "PAYLOAD_TOO_LARGE");
    const endless = new ReadableStream({
      pull: controller => controller.enqueue(new Uint8Array(1024 * 1024)),
    });
    await expectNothingKept(endless, "PAYLOAD_TOO_LARGE", {
      "content-type": "multipart/form-data; boundary=x",
    });
  });
});

describe("an order takes proofs from the one who carries it, while he carries it", () => {
  test("and from nobody else", async () => {
    const colleague = await people.aDriver(vendor);
    await expectNothingKept(form(SMALL), "ORDER_NOT_FOUND", {}, colleague);
    await expectNothingKept(form(SMALL), "FORBIDDEN", {}, vendor);
    await expectNothingKept(form(SMALL), "UNAUTHENTICATED", {}, null);
    expect(logged).toEqual([]);
  });

  test("so that of uploads during the hand-over each is wholly there or not at all", async () => {
    await send(form(SMALL));
    const before = files().length;
    const [delivered, ...uploads] = await Promise.all([
      driver.api.orders.deliver({ orderId: orderId as never }),
      ...Array.from({ length: 6 }, () => send(form(SMALL))),
    ]);
    expect(delivered.status).toBe("delivered");
    const kept = uploads.filter(({ status }) => status === 200);
    for (const { status, code } of uploads) if (status !== 200) expect(code).toBe("ILLEGAL_TRANSITION");
    expect(files().length).toBe(before + kept.length);
    await expectNothingKept(form(SMALL), "ILLEGAL_TRANSITION");
  });

  test("and a store that takes no files is told so, with nothing recorded", async () => {
    storage = stores.broken;
    await expectNothingKept(form(SMALL), "STORAGE_UNAVAILABLE");
    expect(logged).toMatchObject([{ err: { code: "ENOTDIR" } }]);
    const order = await vendor.api.orders.get({ orderId: orderId as never });
    expect(order).toMatchObject({ proofPhotoUrl: null, status: "out_for_delivery" });
  });
});

test("a flood of pictures is decoded one by one, and what would wait too long is sent away", async () => {
  const images = createBunImages();
  const outcomes = await Promise.allSettled(Array.from({ length: 30 }, () => images.photo(SMALL, 1_600)));
  const refused = outcomes.filter(({ status }) => status === "rejected");
  expect(refused.length).toBe(9);
  for (const outcome of refused) expect(outcome).toMatchObject({ reason: { code: "UNAVAILABLE" } });
  expect((await images.photo(SMALL, 1_600)).contentType).toBe("image/jpeg");
});
